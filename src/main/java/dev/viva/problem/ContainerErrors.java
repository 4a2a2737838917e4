package dev.viva.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers the errors of the container itself as problems: invalid HTTP, files not found. */
public final class ContainerErrors extends ErrorHandler {
    /** The path that Jetty reports for a request line that it could not parse. */
    private static final String UNREADABLE = "/badMessage";

    private final ObjectMapper json;
    private final Function<String, Optional<String>> allowed;

    /** @param allowed the value of {@code Allow} for a path, if known */
    public ContainerErrors(ObjectMapper json, Function<String, Optional<String>> allowed) {
        this.json = json;
        this.allowed = allowed;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Failure failure = Failure.ofStatus(response.getStatus());
        String before = RequestPath.get();
        String path = path(request);
        RequestPath.set(path);
        try {
            byte[] body = json.writeValueAsBytes(ProblemReply.document(new ProblemException(failure)));
            response.setStatus(failure.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemReply.MEDIA_TYPE);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            if (failure.status() == 503) {
                response.getHeaders().put(new HttpField(HttpHeader.RETRY_AFTER, "5"));
            }
            if (failure == Failure.MALFORMED_REQUEST) {
                // Jetty closes some of these connections, but does not always announce it.
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            if (failure == Failure.METHOD_NOT_ALLOWED) {
                allowed.apply(path).ifPresent(methods -> response.getHeaders().put(HttpHeader.ALLOW, methods));
            }
            response.write(true, ByteBuffer.wrap(body), callback);
        } finally {
            RequestPath.set(before);
        }
        return true;
    }

    private static String path(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri == null ? null : uri.getPath();
        return path == null || path.equals(UNREADABLE) ? "/" : path;
    }
}
