package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.storage.Database;
import dev.viva.testing.Api;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays under load: too many at once, one many times, and one whose answer is lost. */
class BackPressureTest {
    private static final int QUEUE = 16;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                "database.queue",
                String.valueOf(QUEUE),
                "database.batch",
                String.valueOf(QUEUE),
                "database.commit_timeout",
                "30s");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void fullQueueRefusesWithRetryAfterAndLosesNothing() throws Exception {
        var session = api.open();
        int refusedAtLeast = 8;
        int all = QUEUE + QUEUE + refusedAtLeast; // one queue is waiting, one is being written
        var refused = new ConcurrentLinkedQueue<Api.Reply>();
        var replies = new ArrayList<Future<Api.Reply>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var held = BusyWriter.hold(server.managed(Database.class).commits(), callers);
            for (int i = 0; i < all; i++) {
                String item = "item_" + i;
                replies.add(callers.submit(() -> {
                    var reply = api.relay(session, item, "student", "words");
                    if (reply.status() != 201) {
                        refused.add(reply);
                    }
                    return reply;
                }));
            }
            Until.isTrue("some are refused", () -> refused.size() >= refusedAtLeast);
            held.countDown();
        }

        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().path("code").asText()).isEqualTo("overloaded");
            assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        });
        long taken = replies.stream().filter(r -> r.resultNow().status() == 201).count();
        assertThat(taken + refused.size()).isEqualTo(all);
        assertThat(turnCount(session)).isEqualTo(taken);
    }

    @Test
    void parallelRelaysOfOneItemStoreOneLine() throws Exception {
        var session = api.open();
        Callable<Api.Reply> relay = () -> api.relay(session, "item_1", "student", "Yes.");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = callers
                    .invokeAll(Stream.generate(() -> relay).limit(10).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(replies)
                    .extracting(Api.Reply::status)
                    .containsOnlyOnce(201)
                    .containsOnly(200, 201);
            assertThat(replies)
                    .extracting(reply -> reply.raw().body())
                    .containsOnly(replies.getFirst().raw().body());
        }
        assertThat(turnCount(session)).isEqualTo(1);
    }

    @Test
    void retryAfterALostAnswerStoresTheLineOnce() throws Exception {
        var session = api.open();
        sendAndHangUp(session, Api.line("item_1", "student", "Yes."));
        Until.isTrue("the line is stored", () -> turnCount(session) == 1);
        var again = api.relay(session, "item_1", "student", "Yes.");

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("seq").asLong()).isEqualTo(1);
        assertThat(turnCount(session)).isEqualTo(1);
    }

    private static void sendAndHangUp(Api.Opened session, String line) throws IOException {
        String request =
                "POST " + session.path("/transcript") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + session.grant() + "\r\nContent-Type: application/json\r\nContent-Length: " + line.length()
                        + "\r\n\r\n" + line;
        try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }
    }

    private static int turnCount(Api.Opened session) {
        return api.get(session.path(""), session.grant())
                .json()
                .at("/transcript/turn_count")
                .asInt();
    }
}
