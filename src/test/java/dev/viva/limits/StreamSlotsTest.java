package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 10: event streams are bounded and leave slots for other requests. */
class StreamSlotsTest {
    /** Three quarters of the threads. */
    private static final int TOTAL = 24;
    /** Half of these. */
    private static final int PER_ADDRESS = 12;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    private final List<Frames> open = new ArrayList<>();
    private final List<Api.Opened> sessions = new ArrayList<>();
    private int items;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                "server.maxThreads",
                "32",
                "server.minThreads",
                "1",
                "limits.trust_proxy.hops",
                "1");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A stream notices a disconnected reader when it writes. */
    @AfterEach
    void releasesTheSlotsOfDisconnectedReaders() {
        open.forEach(Frames::close);
        Until.isTrue("all slots are free again", () -> {
            sessions.forEach(session -> api.relay(session, "item_" + items++, "student", "Still there?"));
            return taken() == 0;
        });
    }

    @Test
    void streamsNeverStarveHealthAndRelays() {
        for (int i = 0; i < TOTAL; i++) {
            assertThat(follow("192.0.2." + i / PER_ADDRESS, session())).isEqualTo(200);
        }
        var mine = session();
        var refused = api.from("192.0.2.9").get(mine.path("/events"), mine.grant());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("code").asText()).isEqualTo("too_many_streams");
        assertThat(refused.json().path("detail").asText()).startsWith("This server");
        assertThat(refused.header("Retry-After")).isEqualTo("15");
        assertThat(metric("viva_streams_limit")).isEqualTo(TOTAL);
        assertThat(taken()).isEqualTo(TOTAL);
        assertThat(metric("viva_streams_refused_total{by=\"process\"")).isPositive();

        var quick = api.apart(); // who finds no slot is refused after 10 s
        assertThat(quick.get("/health/live", null).status()).isEqualTo(200);
        assertThat(quick.get("/health/ready", null).status()).isEqualTo(200);
        assertThat(quick.relay(mine, "item_hello", "student", "Where?").status())
                .isEqualTo(201);
    }

    @Test
    void limitsStreamsPerAddress() {
        for (int i = 0; i < PER_ADDRESS; i++) {
            assertThat(follow("192.0.2.1", session())).isEqualTo(200);
        }
        var mine = session();
        var refused = api.from("192.0.2.1").get(mine.path("/events"), mine.grant());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("code").asText()).isEqualTo("too_many_streams");
        assertThat(refused.json().path("detail").asText()).contains("Your address", "Close other pages");
        assertThat(metric("viva_streams_refused_total{by=\"address\"")).isPositive();
        assertThat(follow("192.0.2.2", mine)).isEqualTo(200);
    }

    @Test
    void seventhStreamEndsTheOldestWhichResumes() {
        var mine = session();
        assertThat(follow("192.0.2.1", mine)).isEqualTo(200);
        Frames oldest = open.getFirst();
        api.relay(mine, "item_first", "student", "Where?");
        assertThat(oldest.next().id()).isEqualTo("1");
        for (int i = 0; i < 6; i++) {
            assertThat(follow("192.0.2.1", mine)).isEqualTo(200);
        }
        assertThat(oldest.over()).isTrue();
        assertThat(metric("viva_streams_replaced")).isPositive();
        Until.isTrue("its slot is free", () -> taken() == 6);

        api.relay(mine, "item_second", "student", "Again");
        var again = new Frames(
                api.from("192.0.2.1").stream(mine, Map.of("Last-Event-ID", "1")).body());
        open.add(again);
        assertThat(again.next().id()).isEqualTo("2");
    }

    @Test
    void observersTakeThePlaceOfObserversAlone() {
        var mine = session();
        assertThat(follow("192.0.2.1", mine)).isEqualTo(200);
        Frames students = open.getFirst();
        String observer = api.post(mine.path("/grants"), mine.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();
        for (int i = 0; i < 12; i++) {
            assertThat(follow("192.0.2.1", new Api.Opened(mine.id(), observer))).isEqualTo(200);
        }

        api.relay(mine, "item_first", "student", "Where?");
        assertThat(students.next().id()).isEqualTo("1");
        Until.isTrue("the others have gone", () -> taken() == 6);
    }

    @Test
    void requestsWithoutAStreamKeepNoSlot() {
        var mine = session();
        assertThat(api.send("HEAD", mine.path("/events"), mine.grant(), null, Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(api.send("GET", mine.path("/events"), mine.grant(), null, Map.of("Accept", "image/png"))
                        .status())
                .isEqualTo(406);
        Until.isTrue("neither keeps a slot", () -> taken() == 0);
    }

    @Test
    void streamOfAnErasedSessionReleasesItsSlot() {
        var mine = session();
        follow("192.0.2.1", mine);
        assertThat(api.erase(mine.id()).status()).isEqualTo(204);
        Until.isTrue("its slot is free", () -> taken() == 0);
    }

    private Api.Opened session() {
        var session = api.open();
        sessions.add(session);
        return session;
    }

    private int follow(String address, Api.Opened session) {
        var reply = api.from(address).stream(session, Map.of());
        open.add(new Frames(reply.body()));
        return reply.statusCode();
    }

    private static double taken() {
        return metric("viva_streams_taken");
    }

    private static double metric(String name) {
        return api.metric(server.adminUrl(), name);
    }
}
