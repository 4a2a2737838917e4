package dev.viva.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.wire.ContractCheck;
import dev.viva.wire.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP client of the service: it sends and receives bytes and headers. Every exchange is checked against the
 * contract.
 */
public final class Api {
    /** How long a session of {@link #CASE} lasts: the case's own minutes. */
    public static final Duration LASTS = Duration.ofMinutes(20);

    public static final String CASE = "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"}";

    /** The faculty key of {@code test-config.yml}. */
    public static final String FACULTY = "the-faculty-key-of-these-tests-alone";

    /** The code of a class of {@code test-config.yml}. */
    public static final String CLASS_CODE = "the-class-code-of-these-tests";

    /** A code of the same class for those who get half as much time again. */
    public static final String EXTRA_TIME_CODE = "the-code-for-extra-time";

    /** A code of the same class that has expired. */
    public static final String EXPIRED_CLASS_CODE = "the-class-code-of-last-year";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final Map<String, String> always;
    private final Watch watch;
    private final Duration longest;

    /** Checks each exchange. */
    public interface Watch {
        void seen(Exchange exchange);
    }

    /** A reply with its body as text. */
    public record Reply(int status, HttpResponse<String> raw) {
        public JsonNode json() {
            return parse(raw.body());
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }
    }

    /** A session created by this client, with its grant. */
    public record Opened(String id, String grant) {
        public String path(String rest) {
            return "/api/v1/sessions/" + id + rest;
        }
    }

    /** A client whose exchanges fail the test if they break the contract. */
    public Api(URI base) {
        this(base, ContractCheck::require);
    }

    public Api(URI base, Watch watch) {
        this(base, Map.of(), watch, Duration.ofMinutes(1));
    }

    private Api(URI base, Map<String, String> always, Watch watch, Duration longest) {
        this.base = base;
        this.always = always;
        this.watch = watch;
        this.longest = longest;
    }

    /** A copy with its own connections and this timeout for replies. */
    public Api within(Duration shorter) {
        return new Api(base, always, watch, shorter);
    }

    /** A copy that appears to have that address behind a proxy. */
    public Api from(String address) {
        return new Api(base, Map.of("X-Forwarded-For", address), watch, longest);
    }

    /** A copy with its own connections, for a request whose connection must not be reused. */
    public Api apart() {
        return new Api(base, always, watch, longest);
    }

    public Opened open() {
        return open(CASE);
    }

    /** Opens a session of another case. */
    public Opened open(String newSession) {
        JsonNode created = post("/api/v1/sessions", null, newSession).json();
        return new Opened(
                created.at("/session/session_id").asText(),
                created.at("/access_token").asText());
    }

    public Reply get(String path, @Nullable String grant) {
        return send("GET", path, grant, null, Map.of());
    }

    public Reply post(String path, @Nullable String grant, String json) {
        return send("POST", path, grant, json, Map.of("Content-Type", "application/json"));
    }

    public Reply relay(Opened session, String item, String role, String text) {
        return post(session.path("/transcript"), session.grant(), line(item, role, text));
    }

    /** Erases a session as faculty. */
    public Reply erase(String sessionId) {
        return send("DELETE", "/api/v1/sessions/" + sessionId, FACULTY, null, Map.of());
    }

    /** A final line as JSON. */
    public static String line(String item, String role, String text) {
        SpokenText.add(text);
        return JSON.createObjectNode()
                .put("item_id", item)
                .put("role", role)
                .put("text", text)
                .put("is_final", true)
                .toString();
    }

    public Reply send(
            String method, String path, @Nullable String grant, @Nullable String body, Map<String, String> headers) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return sendBytes(method, path, grant, bytes, headers);
    }

    /** Sends a body byte for byte, empty for none, and reads the reply as text. */
    public Reply sendBytes(
            String method, String path, @Nullable String grant, byte[] body, Map<String, String> headers) {
        var publisher = body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        var request = request(path, grant, headers).method(method, publisher).build();
        var raw = send(request, BodyHandlers.ofString());
        watch.seen(Exchange.of(new Exchange.Request(request, body), raw));
        return new Reply(raw.statusCode(), raw);
    }

    /** Sends a body byte for byte. */
    public HttpResponse<byte[]> exchange(
            String path, @Nullable String grant, byte[] body, Map<String, String> headers) {
        var request = request(path, grant, headers)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        var raw = send(request, BodyHandlers.ofByteArray());
        watch.seen(Exchange.ofBytes(new Exchange.Request(request, body), raw));
        return raw;
    }

    /** The sum of the metrics whose names have this prefix; 0 if there are none. */
    public double metric(URI admin, String name) {
        return send("GET", admin.resolve("/metrics").toString(), null, null, Map.of())
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Opens a stream of text lines; close it to disconnect. */
    public HttpResponse<Stream<String>> stream(Opened session, Map<String, String> headers) {
        var request = request(session.path("/events"), session.grant(), headers).build();
        var raw = send(request, BodyHandlers.ofLines());
        watch.seen(Exchange.ofStream(new Exchange.Request(request), raw));
        return raw;
    }

    private HttpRequest.Builder request(String path, @Nullable String grant, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(longest);
        if (grant != null) {
            request.header("Authorization", "Bearer " + grant);
        }
        always.forEach(request::header);
        headers.forEach(request::header);
        return request;
    }

    /** The request's timeout covers only the reply's head, so an endless body needs its own. */
    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        var reply = client.sendAsync(request, body);
        try {
            return reply.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IOException failed ? new UncheckedIOException(failed) : new IllegalStateException(e);
        } catch (TimeoutException e) {
            reply.cancel(true);
            throw new UncheckedIOException(new HttpTimeoutException("no whole reply in " + longest));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
