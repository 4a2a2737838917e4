package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptErrorTest {
    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK, "limits.policies.transcript-relay[0].key", "session");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void notifiesFollowersOnceForRepeatedReports() throws Exception {
        var session = api.open();
        Callable<Api.Reply> report = () -> report(session, "item_1", "It could not be written down.");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies =
                    callers.invokeAll(Stream.generate(() -> report).limit(10).toList());
            assertThat(replies)
                    .extracting(Future::resultNow)
                    .extracting(Api.Reply::status)
                    .containsOnly(202);
            assertThat(report(session, "item_1", "Other words.").json())
                    .isEqualTo(replies.getFirst().resultNow().json());
        }
        api.relay(session, "item_2", "student", "I said that it hurts.");

        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            var both = frames.next(2);
            assertThat(both).extracting(Frames.Frame::event).containsExactly("transcript_error", "turn");
            assertThat(both.getFirst().data().at("/transcript_error/item_id").asText())
                    .isEqualTo("item_1");
            assertThat(both.getFirst().data().at("/transcript_error/detail").asText())
                    .isEqualTo("It could not be written down.");
            assertThat(both.getLast().data().path("seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void reportIsNotATurn() {
        var session = api.open();
        report(session, "item_1", "It could not be written down.");

        assertThat(api.relay(session, "item_1", "student", "Now it could.").status())
                .isEqualTo(201);
        assertThat(api.get(session.path(""), session.grant())
                        .json()
                        .at("/transcript/turn_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void countsInTheLimits() {
        var session = api.open();
        long before = remaining(report(session, "item_1", "It could not be written down."));

        assertThat(remaining(report(session, "item_1", "It could not be written down.")))
                .isEqualTo(before - 1);
    }

    @Test
    void isRefusedAfterTheSessionCloses() {
        var session = api.open();
        report(session, "item_1", "It could not be written down.");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        CLOCK.advance(Duration.ofSeconds(11));
        var refused = report(session, "item_2", "It could not be written down.");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("session_ended");
        assertThat(report(session, "item_1", "It could not be written down.").status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"item_id":"a"}                                    | /detail
            {"item_id":"a","detail":""}                        | /detail
            {"item_id":"a","detail":"a\\u0000b"}                | /detail
            {"item_id":"a b","detail":"x"}                     | /item_id
            {"item_id":"a","detail":"x","text":"what was said"} | /text
            """)
    void refusesAnInvalidReport(String body, String pointer) {
        var session = api.open();
        var reply = api.post(session.path("/transcript/errors"), session.grant(), body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void refusesAnOverlongMessage() {
        var session = api.open();

        assertThat(report(session, "a", "x".repeat(513)).status()).isEqualTo(422);
        assertThat(report(session, "a", "x".repeat(512)).status()).isEqualTo(202);
    }

    private static Api.Reply report(Api.Opened session, String item, String detail) {
        String body = "{\"item_id\":\"" + item + "\",\"detail\":\"" + detail + "\"}";
        return api.post(session.path("/transcript/errors"), session.grant(), body);
    }

    private static long remaining(Api.Reply reply) {
        return Long.parseLong(reply.header("RateLimit").replaceAll(".*;r=(\\d+);.*", "$1"));
    }
}
