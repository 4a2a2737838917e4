package dev.viva.simulator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.simulator.conversation.ProviderIds;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.ServerEvents;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** One request to the provider and its answer. */
final class Exchange {
    // A browser's offer is about 5 KiB, instructions are at most 64 KiB.
    static final int MAX_REQUEST = 512 * 1024;

    private static final String BEARER = "Bearer ";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long begun = System.nanoTime();

    Exchange(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        response.setHeader("x-request-id", ProviderIds.next("req_"));
        response.setHeader("openai-version", "2020-10-01");
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    boolean asks(String method, String path) {
        return request.getMethod().equals(method) && path().equals(path);
    }

    boolean posts() {
        return request.getMethod().equals("POST");
    }

    String path() {
        return request.getPathInfo() == null ? "" : request.getPathInfo();
    }

    /** Whether a client of the withdrawn beta sends it. */
    boolean isBeta() {
        return request.getHeader("OpenAI-Beta") != null;
    }

    void refuseBeta() {
        if (isBeta()) {
            throw Refusal.betaShape();
        }
    }

    /** The bearer token, known or not. */
    Optional<Secret> bearer() {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(given -> given.startsWith(BEARER))
                .map(given -> new Secret(given.substring(BEARER.length())));
    }

    boolean isOfType(String type) {
        String given = request.getContentType();
        return given != null && given.startsWith(type);
    }

    byte[] body() throws IOException {
        refuseTooLarge(request.getContentLengthLong());
        byte[] body = request.getInputStream().readNBytes(MAX_REQUEST + 1);
        refuseTooLarge(body.length);
        return body;
    }

    byte[] part(String name) throws IOException {
        refuseTooLarge(request.getContentLengthLong());
        Part part;
        try {
            part = request.getPart(name);
        } catch (ServletException e) {
            throw Refusal.invalid("invalid_multipart_form_data", "The body is no multipart form.", null);
        }
        if (part == null) {
            throw Refusal.missing(name);
        }
        return part.getInputStream().readAllBytes();
    }

    /** @param name of the field, for the refusal of bytes that are not JSON */
    static JsonNode json(byte[] bytes, String name) throws IOException {
        try {
            return ServerEvents.JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw Refusal.wrongType(name, "an object");
        }
    }

    void answer(int status, ObjectNode body) throws IOException {
        answer(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    void answer(int status, String type, byte[] body) throws IOException {
        // An unread body would close the connection, which the client may already use for its next request.
        request.getInputStream().skip(MAX_REQUEST);
        response.setStatus(status);
        response.setContentType(type);
        response.setContentLength(body.length);
        long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        response.setHeader("openai-processing-ms", String.valueOf(took));
        response.getOutputStream().write(body);
    }

    /** Closes the connection without an answer. */
    void drop() {
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    void refuse(Refusal refusal) throws IOException {
        if (refusal.retryAfter().isPositive()) {
            response.setHeader(
                    "Retry-After", String.valueOf(refusal.retryAfter().toSeconds()));
        }
        answer(refusal.status(), ServerEvents.object().set("error", refusal.toJson()));
    }

    private static void refuseTooLarge(long length) {
        if (length > MAX_REQUEST) {
            throw Refusal.of(413, "request_too_large", "The request is too large.");
        }
    }
}
