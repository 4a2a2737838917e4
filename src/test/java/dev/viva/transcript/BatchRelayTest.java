package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class BatchRelayTest {
    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(
                engine,
                data,
                CLOCK,
                "limits.policies.transcript-relay[0].limit",
                "120",
                "limits.policies.transcript-relay[0].key",
                "session",
                "limits.policies.transcript-relay[0].per",
                "1h");
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void storesABatchInOrderWithTheReceiptsOfSingleRelays() {
        var session = api.open();
        JsonNode results = results(relay(session, line("a", "Does it swell?"), line("b", "A little.")));

        assertThat(results.findValuesAsText("status")).containsExactly("stored", "stored");
        assertThat(results.at("/0/receipt/seq").asLong()).isEqualTo(1);
        assertThat(results.at("/1/receipt/seq").asLong()).isEqualTo(2);
        assertThat(api.relay(session, "b", "student", "A little.").json()).isEqualTo(results.at("/1/receipt"));
        JsonNode again = results(relay(session, line("a", "Does it swell?"))).get(0);
        assertThat(again.path("status").asText()).isEqualTo("already_stored");
        assertThat(again.path("receipt")).isEqualTo(results.at("/0/receipt"));
    }

    @Test
    void conflictingLineFailsAlone() {
        var session = api.open();
        api.relay(session, "a", "student", "It hurts.");
        JsonNode results = results(relay(
                session,
                line("b", "Before."),
                line("a", "It does not hurt."),
                line("c", "After."),
                line("c", "After."),
                line("c", "Other words.")));

        assertThat(results.findValuesAsText("status"))
                .containsExactly("stored", "conflict", "stored", "already_stored", "conflict");
        assertThat(results.get(1).has("receipt")).isFalse();
        assertThat(texts(session)).containsExactly("It hurts.", "Before.", "After.");
    }

    @Test
    void reportsAClosedSessionForEachLine() {
        var session = api.open();
        api.relay(session, "a", "student", "In time.");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        JsonNode late = results(relay(session, line("b", "Late.")));
        CLOCK.advance(Duration.ofSeconds(11));
        Until.isTrue(
                "the session is closed",
                () -> session(session).path("state").asText().equals("closed"));
        JsonNode closed = results(relay(session, line("a", "In time."), line("b", "Late."), line("c", "Too late.")));

        assertThat(late.at("/0/receipt/late").asBoolean()).isTrue();
        assertThat(closed.findValuesAsText("status"))
                .containsExactly("already_stored", "already_stored", "session_ended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"lines":[]}                                                                                     | /lines
            {"lines":[{"item_id":"a","role":"student","text":"x","is_final":true},7]}                        | /lines/1
            {"lines":[{"item_id":"a","role":"student","text":"x","is_final":true},{"item_id":"b","role":"student","text":"","is_final":true}]} | /lines/1/text
            {"lines":[{"item_id":"a","role":"student","text":"x","is_final":true},{"item_id":"b","role":"student","text":"y","is_final":false}]} | /lines/1/is_final
            {"lines":[{"item_id":"a","role":"student","text":"x\\u0000","is_final":true}]}                    | /lines/0/text
            {"line":[]}                                                                                      | /lines
            """)
    void refusesAnInvalidBatchAndStoresNothing(String body, String pointer) {
        var session = api.open();
        var reply = api.post(session.path("/transcript/batch"), session.grant(), body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").findValuesAsText("pointer")).contains(pointer);
        assertThat(texts(session)).isEmpty();
    }

    @Test
    void acceptsAtMost100Lines() {
        var session = api.open();

        assertThat(relay(session, lines("a", 101)).status()).isEqualTo(422);
        assertThat(results(relay(session, lines("a", 100))).findValuesAsText("status"))
                .hasSize(100)
                .containsOnly("stored");
    }

    @Test
    void countsEachTenLinesAsOneRequest() {
        var session = api.open();

        assertThat(relay(session, lines("a", 10)).header("RateLimit")).startsWith("\"transcript-relay\";r=119;");
        assertThat(relay(session, lines("b", 11)).header("RateLimit")).startsWith("\"transcript-relay\";r=117;");
        for (int i = 0; i < 11; i++) {
            assertThat(relay(session, lines("c" + i + "-", 100)).status()).isEqualTo(200);
        }
        var refused = relay(session, lines("d", 100));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3600);
        assertThat(api.relay(session, "e", "student", "One line still passes.").status())
                .isEqualTo(201);
        assertThat(session(session).at("/transcript/turn_count").asInt()).isEqualTo(10 + 11 + 1100 + 1);
    }

    private JsonNode session(Api.Opened session) {
        return api.get(session.path(""), session.grant()).json();
    }

    private Api.Reply relay(Api.Opened session, String... lines) {
        String body = "{\"lines\":[" + String.join(",", lines) + "]}";
        return api.post(session.path("/transcript/batch"), session.grant(), body);
    }

    private static JsonNode results(Api.Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        return reply.json().path("results");
    }

    private static String line(String item, String text) {
        return Api.line(item, "student", text);
    }

    private static String[] lines(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> line(prefix + i, "words of " + i))
                .toArray(String[]::new);
    }

    private List<String> texts(Api.Opened session) {
        return api.get(session.path("/turns?limit=200"), session.grant())
                .json()
                .path("turns")
                .findValuesAsText("text");
    }
}
