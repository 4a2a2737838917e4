package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class EventStreamTest {
    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void invariant2FollowersSeeOnlyReadableLines() {
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            api.relay(session, "item_1", "student", "Where?");
            var frame = frames.next();

            assertThat(frame.event()).isEqualTo("turn");
            var turns = api.get(session.path("/turns"), session.grant()).json().path("turns");
            assertThat(turns.get(0)).isEqualTo(frame.data().path("turn"));
        }
    }

    @Test
    void invariant4ReaderCut100TimesSeesEachEventOnceInOrder() {
        var session = api.open();
        var seen = new ArrayList<Long>();
        for (int i = 0; i < 100; i++) {
            String last = seen.isEmpty() ? "0" : String.valueOf(seen.getLast());
            try (var frames = new Frames(
                    api.stream(session, Map.of("Last-Event-ID", last)).body())) {
                api.relay(session, "item_" + i, i % 2 == 0 ? "student" : "patient", "line " + i);
                seen.add(Long.valueOf(frames.next().id()));
            }
        }

        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void lateReaderSeesTheSameEventsAsAnEarlyOne() {
        var session = api.open();
        try (var early = new Frames(api.stream(session, Map.of()).body())) {
            for (int i = 0; i < 250; i++) { // more than one page
                api.relay(session, "item_" + i, "student", "line " + i);
            }
            try (var late = new Frames(api.stream(session, Map.of()).body())) {
                assertThat(late.next(250)).isEqualTo(early.next(250));
            }
        }
    }

    @Test
    void lateReaderOfLongLinesSeesEachOnceAndThenTheNextOne() {
        var session = api.open();
        for (int i = 0; i < 20; i++) { // more than is sent at once
            api.relay(session, "item_" + i, "student", "long ".repeat(3_999) + i);
        }
        try (var late = new Frames(api.stream(session, Map.of()).body())) {
            var seen = new ArrayList<>(late.next(20));
            api.relay(session, "item_20", "student", "and a short one");
            seen.add(late.next());

            assertThat(seen)
                    .extracting(Frames.Frame::id)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 21)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(seen.get(19).data().at("/turn/text").asText()).endsWith("long 19");
        }
    }

    @Test
    void forwardsPartialLinesWithoutAnIdAndStoresNone() {
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            String partial = "{\"item_id\":\"item_1\",\"role\":\"patient\",\"text\":\"It is\",\"is_final\":false}";
            assertThat(api.post(session.path("/transcript"), session.grant(), partial)
                            .status())
                    .isEqualTo(202);

            var frame = frames.next();
            assertThat(frame.event()).isEqualTo("partial");
            assertThat(frame.id()).isEmpty();
            assertThat(frame.data().at("/partial/text").asText()).isEqualTo("It is");
        }
        assertThat(api.get(session.path(""), session.grant())
                        .json()
                        .at("/transcript/last_seq")
                        .asLong())
                .isZero();
    }

    @Test
    void reportsAGapForAnUnknownIdAndContinues() {
        var session = api.open();
        api.relay(session, "item_1", "student", "Where?");
        try (var frames =
                new Frames(api.stream(session, Map.of("Last-Event-ID", "99")).body())) {
            var gap = frames.next();
            assertThat(gap.event()).isEqualTo("gap");
            assertThat(gap.data().at("/gap/last_seq").asLong()).isEqualTo(1);

            api.relay(session, "item_2", "student", "Still there?");
            assertThat(frames.next().id()).isEqualTo("2");
        }
    }

    @Test
    void streamsAtOnceAndUncompressedToGzipClients() {
        var session = api.open();
        var response = api.stream(session, Map.of("Accept-Encoding", "gzip"));
        try (var frames = new Frames(response.body())) {
            api.relay(session, "item_1", "student", "Where?");

            assertThat(frames.next().event()).isEqualTo("turn");
            assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        }
    }

    @Test
    void invariant9StreamEndsWithTheGrant(@TempDir Path folder) {
        var clock = new TestClock();
        try (var own = VivaServer.start(engine, folder, clock)) {
            var client = new Api(own.url());
            var session = client.open();
            try (var frames = new Frames(client.stream(session, Map.of()).body())) {
                clock.advance(Duration.ofHours(25));
                frames.drain();
            }
            assertThat(client.get(session.path(""), session.grant()).status()).isEqualTo(401);
        }
    }

    @Test
    void answers204AfterTheEndOfAClosedSession() {
        var session = api.open();
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        CLOCK.advance(Duration.ofSeconds(11));
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            assertThat(frames.next(2)).extracting(Frames.Frame::event).containsExactly("ended", "closed");
        }

        assertThat(api.send("GET", session.path("/events"), session.grant(), null, Map.of("Last-Event-ID", "2"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void refusesANonNumericId() {
        var session = api.open();
        var reply = api.send("GET", session.path("/events"), session.grant(), null, Map.of("Last-Event-ID", "abc"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/header/Last-Event-ID");
    }

    @Test
    void endsStreamsWhenTheServiceStops(@TempDir Path folder) {
        var own = VivaServer.start(engine, folder, new TestClock(), "server.shutdownGracePeriod", "60s");
        var client = new Api(own.url());
        var session = client.open();
        try (var frames = new Frames(client.stream(session, Map.of()).body())) {
            long begin = System.nanoTime();
            own.close();

            assertThat(frames.over()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        }
    }
}
