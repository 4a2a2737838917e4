package dev.viva.wire;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its reply. */
public record Exchange(Request request, Reply reply) {
    /** @param target the request target: path and query, not decoded */
    public record Request(String method, URI target, HttpHeaders headers, byte[] body) {
        static final byte[] NOTHING = {};

        public Request(HttpRequest sent, byte[] body) {
            this(sent.method(), sent.uri(), sent.headers(), body);
        }

        public Request(HttpRequest sent) {
            this(sent, NOTHING);
        }

        String path() {
            String path = target.getRawPath();
            return path == null || path.isEmpty() ? "/" : path;
        }

        String mediaType() {
            return media(headers);
        }
    }

    /** @param body null if it is not read to its end, as for a stream */
    public record Reply(int status, HttpHeaders headers, byte @Nullable [] body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String mediaType() {
            return media(headers);
        }
    }

    public static Exchange of(Request request, HttpResponse<String> reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        return new Exchange(request, new Reply(reply.statusCode(), reply.headers(), body));
    }

    public static Exchange ofBytes(Request request, HttpResponse<byte[]> reply) {
        return new Exchange(request, new Reply(reply.statusCode(), reply.headers(), reply.body()));
    }

    /** The head of a reply whose body is streamed. */
    public static Exchange ofStream(Request request, HttpResponse<?> reply) {
        return new Exchange(request, new Reply(reply.statusCode(), reply.headers(), null));
    }

    private static String media(HttpHeaders headers) {
        String type = headers.firstValue("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return request.method() + " " + request.target().getRawPath() + " → " + reply.status();
    }
}
