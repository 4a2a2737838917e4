package dev.viva.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.http.EntityTags;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the files of some classpath folders; the first folder that has a file wins. A name is one path segment without
 * a slash, so a request cannot leave the folders. Thread-safe.
 */
final class StaticFiles extends HttpServlet {
    /** Browsers revalidate each time: the content may change under the same name. */
    static final String REVALIDATE = "no-cache";
    /** Browsers cache for a year: the name changes with the content. */
    static final String IMMUTABLE = "public, max-age=31536000, immutable";

    /** The page's file for each address that has no file name. */
    static final Map<String, String> PAGES = Map.of(
            "/", "index.html",
            "/faculty", "faculty.html",
            "/faculty/", "faculty.html",
            "/watch", "faculty.html",
            "/watch/", "faculty.html");

    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("mp3", "audio/mpeg"));

    private static final class Found {
        private final byte[] content;
        private final String type;
        private final String tag;

        private Found(byte[] content, String type) {
            this.content = content;
            this.type = type;
            this.tag = EntityTags.of(content);
        }
    }

    private final transient List<String> folders;
    private final String cacheControl;
    private final transient ObjectMapper json;
    private final transient Map<String, Found> found = new ConcurrentHashMap<>();

    /** @param folders absolute paths on the classpath, without a trailing slash */
    StaticFiles(List<String> folders, String cacheControl, ObjectMapper json) {
        this.folders = folders;
        this.cacheControl = cacheControl;
        this.json = json;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            problem(response, Failure.METHOD_NOT_ALLOWED);
            return;
        }
        String path = path(request);
        // Without built pages there is one file for all of their addresses.
        Optional<Found> file =
                PAGES.containsKey(path) ? find(PAGES.get(path)).or(() -> find("index.html")) : find(path.substring(1));
        if (file.isPresent()) {
            send(request, response, file.get());
        } else {
            problem(response, Failure.NOT_FOUND);
        }
    }

    /** Whether one of the folders has such a file. */
    boolean has(String name) {
        return find(name).isPresent();
    }

    private static String path(HttpServletRequest request) {
        return request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
    }

    private Optional<Found> find(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Found known = found.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Found> read = folders.stream()
                .flatMap(folder -> content(folder + "/" + name).stream())
                .findFirst()
                .map(content -> new Found(content, type));
        read.ifPresent(file -> found.put(name, file));
        return read;
    }

    private static Optional<byte[]> content(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + resource + " from the classpath", e);
        }
    }

    private void send(HttpServletRequest request, HttpServletResponse response, Found file) throws IOException {
        response.setHeader("ETag", "\"" + file.tag + "\"");
        response.setHeader("Cache-Control", cacheControl);
        if (EntityTags.matches(request.getHeader("If-None-Match"), file.tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type);
        response.setContentLength(file.content.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(file.content);
        }
    }

    private void problem(HttpServletResponse response, Failure failure) throws IOException {
        byte[] body = json.writeValueAsBytes(ProblemReply.document(new ProblemException(failure)));
        response.setStatus(failure.status());
        response.setContentType(ProblemReply.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(body);
    }
}
