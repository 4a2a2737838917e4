package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 10: slow clients cannot exhaust the service. Uses the service's own connector. */
@SuppressWarnings("NullAway.Init") // each test begins with `start`
class SlowClientsTest {
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 500;
    private static final int PROBES = 25;
    private static final int PLACES = 64;
    private static final String PROBE = "GET /health/live HTTP/1.1\r\nHost: viva\r\nConnection: close\r\n\r\n";
    private static final String HEAD = "GET /api/v1/scenarios HTTP/1.1\r\nHost: viva\r\nX-Slow: ";
    /** Three megabytes, more than all socket buffers. */
    private static final String CONTRACT = "GET /openapi.yaml HTTP/1.1\r\nHost: viva\r\n\r\n".repeat(40);

    /** One less than a session takes. */
    private static final int LONG_LINES = 49;

    @TempDir
    java.nio.file.Path data;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch connected = new CountDownLatch(CLIENTS);
    private final CountDownLatch held = new CountDownLatch(PLACES);
    private final CountDownLatch released = new CountDownLatch(1);
    private VivaServer server;
    private Api api;

    private void start(String... overrides) {
        var more = Stream.of(overrides);
        server = VivaServer.start(
                data,
                new TestClock(),
                environment -> environment.jersey().register(new Held(held, released)),
                Stream.concat(Stream.of("server.maxThreads", "" + PLACES), more).toArray(String[]::new));
        api = new Api(server.url());
    }

    @AfterEach
    void stop() {
        released.countDown();
        threads.shutdownNow();
        server.close();
    }

    @Test
    void invariant10AnswersHealthAndALineDespite500SlowClients() throws Exception {
        start(
                "limits.policies.session-creation[0].limit",
                "100000",
                "connections.header_timeout",
                "1m",
                "connections.body_timeout",
                "1m",
                "connections.write_timeout",
                "5s");
        var session = withMuchToRead();
        try (var follower = followerAtTheEnd(session)) {
            var slow = new ArrayList<Future<?>>();
            slow.addAll(many(150, HEAD, c -> c.trickle("a", MAX_WAIT)));
            slow.addAll(many(50, "\r\n", c -> c.trickle("\r\n", MAX_WAIT)));
            slow.addAll(bodies(260, SlowClient.post("/api/v1/sessions", "Content-Length: 1000")));
            many(37, CONTRACT, c -> c.read(MAX_WAIT));
            many(3, events(session), c -> c.read(MAX_WAIT));
            connected.await();

            for (int i = 0; i < PROBES; i++) {
                assertThat(probe()).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(relay(session).status()).isEqualTo(201);
            assertThat(follower.next().id()).isEqualTo("" + (LONG_LINES + 1));
            assertThat(slow).as("slow clients that are still connected").noneMatch(Future::isDone);
        }
    }

    @Test
    void invariant10RefusesEachOf500SlowClients() throws Exception {
        start(
                "limits.policies.session-creation[0].limit",
                "101",
                "limits.policies.session-creation[0].per",
                "1d",
                "connections.header_timeout",
                "2s",
                "connections.body_timeout",
                "3s",
                "connections.write_timeout",
                "2s");
        var session = withMuchToRead();
        try (var follower = followerAtTheEnd(session)) {
            var heads = many(110, HEAD, c -> c.trickle("a", MAX_WAIT));
            var lines = many(30, "\r\n", c -> c.trickle("\r\n", MAX_WAIT));
            var posts = many(180, SlowClient.post("/api/v1/sessions", "Content-Length: 1000"), this::body);
            var strangers = many(50, post(session, "Authorization: Bearer nobody\r\nContent-Length: 1000"), this::body);
            var chunks = many(20, post(session, "Transfer-Encoding: chunked"), this::body);
            var nowhere = many(40, SlowClient.post("/nowhere", "Content-Length: 1000"), this::body);
            var huge = many(
                    30, "GET /health/live HTTP/1.1\r\nHost: viva\r\nContent-Length: 3000000000\r\n\r\n", this::body);
            var readers = many(37, CONTRACT, c -> c.read(MAX_WAIT));
            var followers = many(3, events(session), c -> c.read(MAX_WAIT));

            connected.await();

            assertThat(relay(session).status()).isEqualTo(201);
            expect(heads, 408, 110);
            expect(lines, 408, 30);
            expect(strangers, 401, 50);
            expect(chunks, 401, 20);
            expect(nowhere, 404, 40);
            expect(huge, 413, 30);
            expect(posts, 408, 100);
            expect(posts, 429, 80);
            for (var reader : readers) {
                assertThat(reader.get()).isLessThan(1000);
            }
            for (var reader : followers) {
                assertThat(reader.get()).isLessThan(1000);
            }
            assertThat(follower.next().id()).isEqualTo("" + (LONG_LINES + 1));
        }
    }

    @Test
    void healthAnswersWhileAllSlotsAreTakenAndOthersGetRetryAfter() throws Exception {
        start();
        // The held requests are no operation of the contract.
        var outside = new Api(server.url(), exchange -> {}).within(MAX_WAIT);
        var holding = new ArrayList<Future<Integer>>();
        for (int i = 0; i < PLACES; i++) {
            holding.add(threads.submit(() -> outside.get("/held", null).status()));
        }
        held.await();
        for (String path : List.of("/health/live", "/health/ready", "/health")) {
            assertThat(api.within(MAX_WAIT).get(path, null).status()).isEqualTo(200);
        }
        var refused = api.within(MAX_WAIT).get("/api/v1/scenarios", null);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(api.metric(server.adminUrl(), "viva_http_refused_total")).isEqualTo(1);

        released.countDown();
        for (var one : holding) {
            assertThat(one.get()).isEqualTo(204);
        }
        assertThat(api.get("/api/v1/scenarios", null).status()).isEqualTo(200);
    }

    /** A session with more lines than all socket buffers. */
    private Api.Opened withMuchToRead() throws Exception {
        var session = api.open();
        for (int i = 0; i < LONG_LINES; i++) {
            api.relay(session, "item_" + i, "patient", "\u0001".repeat(20_000)); // JSON escapes each by six characters
        }
        return session;
    }

    private Frames followerAtTheEnd(Api.Opened session) throws Exception {
        return new Frames(
                api.stream(session, Map.of("Last-Event-ID", "" + LONG_LINES)).body());
    }

    private Api.Reply relay(Api.Opened session) throws Exception {
        return api.within(MAX_WAIT).relay(session, "item_" + LONG_LINES, "student", "Where?");
    }

    private static String events(Api.Opened session) {
        return "GET %s HTTP/1.1\r\nHost: viva\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(session.path("/events"), session.grant());
    }

    private String post(Api.Opened session, String headers) {
        return SlowClient.post(session.path("/transcript"), headers);
    }

    private String body(SlowClient client) {
        return client.trickle("1", MAX_WAIT);
    }

    private <T> List<Future<T>> many(int count, String begin, Function<SlowClient, T> goOn) {
        var all = new ArrayList<Future<T>>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> {
                try (var client = new SlowClient(server.url(), begin)) {
                    connected.countDown();
                    return goOn.apply(client);
                }
            }));
        }
        return all;
    }

    /** A body so slow is refused after five seconds, however long the test takes: then its client sends another. */
    private List<Future<?>> bodies(int count, String begin) {
        var all = new ArrayList<Future<?>>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> {
                for (boolean first = true; !Thread.currentThread().isInterrupted(); first = false) {
                    try (var client = new SlowClient(server.url(), begin)) {
                        if (first) {
                            connected.countDown();
                        }
                        body(client);
                    }
                }
                return null;
            }));
        }
        return all;
    }

    private static void expect(List<Future<String>> replies, int status, int count) throws Exception {
        int found = 0;
        var others = new ArrayList<String>();
        for (var reply : replies) {
            String text = reply.get();
            if (text.startsWith("HTTP/1.1 " + status + " ")) {
                assertThat(text).contains("application/problem+json", "\"status\":" + status, "\"request_id\":\"req_");
                found++;
            } else {
                others.add(text.lines().findFirst().orElse("no reply"));
            }
        }
        assertThat(found).as("refused with %d; the others: %s", status, others).isEqualTo(count);
    }

    /** The status line of a health check on a new connection, like a balancer's. */
    private String probe() throws IOException {
        try (var probe = new Socket(server.url().getHost(), server.url().getPort())) {
            probe.getOutputStream().write(PROBE.getBytes(StandardCharsets.US_ASCII));
            return new String(probe.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
        }
    }

    /** A request that runs until it is released. */
    @Path("/held")
    public static final class Held {
        private final CountDownLatch held;
        private final CountDownLatch released;

        Held(CountDownLatch held, CountDownLatch released) {
            this.held = held;
            this.released = released;
        }

        @GET
        public void hold() throws InterruptedException {
            held.countDown();
            released.await();
        }
    }
}
