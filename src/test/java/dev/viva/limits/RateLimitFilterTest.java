package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitFilterTest {
    private static final DropwizardTestSupport<Configuration> SERVER = new DropwizardTestSupport<>(
            LimitedApplication.class,
            (String) null,
            ConfigOverride.config("server.applicationConnectors[0].port", "0"),
            ConfigOverride.config("server.adminConnectors[0].port", "0"));
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        SERVER.before();
    }

    @BeforeEach
    void waitUntilEveryBucketIsFull() {
        LimitedApplication.NANOS.addAndGet(java.time.Duration.ofHours(1).toNanos());
    }

    @AfterAll
    static void stop() {
        SERVER.after();
    }

    @Test
    void everyLimitedReplyNamesThePolicyAndTheRest() throws Exception {
        var reply = get("/things");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(header(reply, "RateLimit-Policy")).isEqualTo("\"api\";q=3;w=60");
        assertThat(header(reply, "RateLimit")).isEqualTo("\"api\";r=2;t=60");
        LimitedApplication.NANOS.addAndGet(java.time.Duration.ofMillis(18_500).toNanos());
        assertThat(header(get("/broken"), "RateLimit")).isEqualTo("\"api\";r=1;t=42");
        var stream = get("/stream");
        assertThat(header(stream, "RateLimit")).isEqualTo("\"api\";r=0;t=42");
        assertThat(header(stream, "Content-Type")).isEqualTo("text/event-stream");
    }

    @Test
    void exceededLimitIsAProblemWithPolicyAndRetryAfter() throws Exception {
        for (int i = 0; i < 3; i++) {
            get("/things");
        }
        LimitedApplication.NANOS.addAndGet(java.time.Duration.ofMillis(17_500).toNanos());
        var refused = get("/things");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(refused, "Retry-After")).isEqualTo("43");
        assertThat(header(refused, "RateLimit")).isEqualTo("\"api\";r=0;t=43");
        assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"api\";q=3;w=60");
        assertThat(refused.body()).contains("\"code\":\"quota_exceeded\"", "\"violated-policies\":[\"api\"]");
        LimitedApplication.NANOS.addAndGet(
                java.time.Duration.of(43, ChronoUnit.SECONDS).toNanos());
        assertThat(get("/things").statusCode()).isEqualTo(200);
    }

    @Test
    void forgedHeaderDoesNotGetANewBucket() throws Exception {
        for (int i = 0; i < 3; i++) {
            get("/things", "X-Forwarded-For", "203.0.113." + i + ", 192.0.2.1");
        }
        assertThat(get("/things", "X-Forwarded-For", "203.0.113.99, 192.0.2.1").statusCode())
                .isEqualTo(429);
        assertThat(get("/things", "X-Forwarded-For", "192.0.2.2").statusCode()).isEqualTo(200);
    }

    @Test
    void badCredentialsAreLimitedBeforeTheyAreChecked() throws Exception {
        for (int i = 0; i < 3; i++) {
            var refused = get("/things", "Authorization", "Bearer guess-" + i);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(header(refused, "RateLimit")).startsWith("\"api\";r=" + (2 - i));
        }
        assertThat(get("/things", "Authorization", "Bearer guess-4").statusCode())
                .isEqualTo(429);
    }

    @Test
    void eachSessionHasItsOwnBucket() throws Exception {
        assertThat(relay("ses_one", "final").statusCode()).isEqualTo(201);
        assertThat(relay("ses_one", "final").statusCode()).isEqualTo(201);
        var refused = relay("ses_one", "final");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"transcript-relay-session\"]");
        assertThat(header(refused, "RateLimit-Policy"))
                .isEqualTo("\"transcript-relay\";q=4;w=60, \"transcript-relay-session\";q=2;w=60");
        assertThat(relay("ses_two", "final").statusCode()).isEqualTo(201);
    }

    @Test
    void bearersAndOutsidersUseSeparateBuckets() throws Exception {
        String path = "/sessions/ses_one/transcript";
        for (int i = 0; i < 4; i++) {
            assertThat(post(path, "final", "Authorization", "Bearer of ses_two").statusCode())
                    .isEqualTo(i < 2 ? 201 : 429);
        }
        var inside = relay("ses_one", "final");
        assertThat(inside.statusCode()).isEqualTo(201);
        assertThat(header(inside, "RateLimit")).isEqualTo("\"transcript-relay-session\";r=1;t=60");
    }

    @Test
    void sharedNetworkAdmitsSixtyStudentsBehindOneAddress() throws Exception {
        for (int i = 0; i < 60; i++) {
            var created = post("/sessions", "", "X-Forwarded-For", "198.51.100.7");
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(header(created, "RateLimit-Policy")).isEqualTo("\"session-creation\";q=60;w=60");
        }
        assertThat(post("/sessions", "", "X-Forwarded-For", "198.51.100.7").statusCode())
                .isEqualTo(429);
        assertThat(header(post("/sessions", "", "X-Forwarded-For", "198.51.101.7"), "RateLimit-Policy"))
                .isEqualTo("\"session-creation\";q=1;w=60");
    }

    @Test
    void sharedNetworkQuotaOfASessionIsForItsBearers() throws Exception {
        String path = "/sessions/ses_one/transcript";
        for (int i = 0; i < 4; i++) {
            var outside = post("/sessions/ses_made_up_" + i + "/transcript", "", "X-Forwarded-For", "198.51.100.8");
            assertThat(header(outside, "RateLimit-Policy"))
                    .isEqualTo("\"transcript-relay\";q=4;w=60, \"transcript-relay-session\";q=2;w=60");
        }
        assertThat(post("/sessions/ses_made_up/transcript", "", "X-Forwarded-For", "198.51.100.8")
                        .statusCode())
                .isEqualTo(429);

        var inside = post(path, "", "X-Forwarded-For", "198.51.100.8", "Authorization", "Bearer of ses_one");
        assertThat(inside.statusCode()).isEqualTo(201);
        assertThat(header(inside, "RateLimit-Policy"))
                .isEqualTo("\"transcript-relay\";q=240;w=60, \"transcript-relay-session\";q=2;w=60");
    }

    @Test
    void doesNotLimitUnlimitedOperations() throws Exception {
        for (int i = 0; i < 10; i++) {
            var free = get("/free");
            assertThat(free.statusCode()).isEqualTo(200);
            assertThat(free.headers().firstValue("RateLimit")).isEmpty();
        }
    }

    /** Sends the request with the session's grant. */
    private HttpResponse<String> relay(String session, String line) throws Exception {
        return post("/sessions/" + session + "/transcript", line, "Authorization", "Bearer of " + session);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers));
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.getLocalPort() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static String header(HttpResponse<?> reply, String name) {
        return reply.headers().firstValue(name).orElse("");
    }
}
