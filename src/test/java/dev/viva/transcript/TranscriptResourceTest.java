package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
class TranscriptResourceTest {
    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, new TestClock());
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void repeatedLineGetsTheSameReceipt() {
        var session = api.open();
        var first = api.relay(session, "item_1", "student", "Where?");
        var again = api.relay(session, "item_1", "student", "Where?");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
    }

    /** It goes out in one write, and the client need not put chunks together. */
    @Test
    void receiptSaysItsLength() {
        var receipt = api.relay(api.open(), "item_1", "student", "Where?");

        assertThat(receipt.header("Content-Length"))
                .isEqualTo(String.valueOf(receipt.raw().body().length()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"item_id":"a","role":"student","text":"x"}                                        | /is_final
            {"item_id":"a","role":"nurse","text":"x","is_final":true}                          | /role
            {"item_id":"-a","role":"student","text":"x","is_final":true}                       | /item_id
            {"item_id":"a","role":"student","text":"","is_final":true}                         | /text
            {"item_id":"a","role":"student","text":"a\\u0000b","is_final":true}                 | /text
            {"item_id":"a","role":"student","text":"a\\ud800b","is_final":true}                 | /text
            {"item_id":"a","role":"student","text":"x","is_final":"yes"}                       | /is_final
            {"item_id":"a","role":"student","text":"x","is_final":true,"started_at":"noon"}    | /started_at
            {"item_id":"a","role":"student","text":"x","is_final":true,"started_at":"2026-11-02 10:04:28Z"} | /started_at
            {"item_id":"a","role":"student","text":"x","is_final":true,"media":["A B"]}        | /media/0
            {"item_id":"a","role":"student","text":"x","is_final":true,"seq":4}                | /seq
            {"item_id":"a","role":"student","text":null,"is_final":true}                       | /text
            """)
    void refusesAnInvalidLineAndStoresNothing(String line, String pointer) {
        var session = api.open();
        var reply = api.post(session.path("/transcript"), session.grant(), line);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").findValuesAsText("pointer")).contains(pointer);
        assertThat(turns(session, "").path("last_seq").asLong()).isZero();
    }

    @Test
    void refusesABodyOverTheLimit() {
        var session = api.open();
        var reply = api.relay(session, "item_1", "student", "x".repeat(140_000));

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.json().path("code").asText()).isEqualTo("body_too_large");
    }

    @Test
    void foreignGrantFindsNothing() {
        var mine = api.open();
        var theirs = api.open();

        for (String path : List.of("", "/turns", "/transcript", "/events")) {
            assertThat(api.get(theirs.path(path), mine.grant()).status())
                    .as(path)
                    .isEqualTo(404);
            assertThat(api.get(theirs.path(path), null).status()).as(path).isEqualTo(401);
        }
        assertThat(api.post(theirs.path("/transcript"), mine.grant(), Api.line("a", "student", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/sessions/ses_0000000000000000000000", mine.grant())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void pagesThroughTheConversationInReadingOrder() {
        var session = api.open();
        relayAfter(session, "answer", "patient", "question");
        relayAfter(session, "question", "student", null);
        relayAfter(session, "thanks", "student", "answer");

        var seen = new ArrayList<String>();
        String query = "?limit=2";
        while (!query.isEmpty()) {
            JsonNode page = turns(session, query);
            seen.addAll(page.path("turns").findValuesAsText("item_id"));
            query = page.has("next_cursor")
                    ? "?limit=2&cursor=" + page.path("next_cursor").asText()
                    : "";
        }

        assertThat(seen).containsExactly("question", "answer", "thanks");
    }

    @Test
    void lineThatComesBetweenTwoPagesFollowsAfterTheirEnd() {
        var session = api.open();
        relayAfter(session, "question", "student", null);
        relayAfter(session, "answer", "patient", "question");
        relayAfter(session, "thanks", "student", "answer");

        JsonNode first = turns(session, "?limit=2");
        relayAfter(session, "late", "student", "question");
        JsonNode second = turns(session, "?limit=2&cursor=" + cursor(first));

        assertThat(first.path("turns").findValuesAsText("item_id")).containsExactly("question", "answer");
        assertThat(second.path("turns").findValuesAsText("item_id")).containsExactly("thanks");
        assertThat(second.path("last_seq")).isEqualTo(first.path("last_seq"));
        assertThat(second.has("next_cursor")).isFalse();
        assertThat(turns(session, "?after_seq=" + second.path("last_seq").asLong())
                        .path("turns")
                        .findValuesAsText("item_id"))
                .containsExactly("late");
    }

    @Test
    void pagesInOrderOfArrivalAreOfOneMoment() {
        var session = api.open();
        for (int i = 1; i <= 3; i++) {
            api.relay(session, "item_" + i, "student", "line " + i);
        }
        JsonNode first = turns(session, "?after_seq=0&limit=2");
        api.relay(session, "item_4", "student", "line 4");
        JsonNode second = turns(session, "?after_seq=0&limit=2&cursor=" + cursor(first));

        assertThat(second.path("turns").findValuesAsText("item_id")).containsExactly("item_3");
        assertThat(second.path("last_seq").asLong()).isEqualTo(3);
    }

    @Test
    void refusesACursorOfTheOtherOrderOrOfALongerLog() {
        var session = api.open();
        for (int i = 1; i <= 3; i++) {
            api.relay(session, "item_" + i, "student", "line " + i);
        }
        var other = api.open();
        api.relay(other, "item_1", "student", "line 1");
        String reading = cursor(turns(session, "?limit=1"));
        String arrival = cursor(turns(session, "?after_seq=0&limit=1"));

        for (String path : List.of(
                session.path("/turns?after_seq=0&cursor=" + reading),
                session.path("/turns?cursor=" + arrival),
                other.path("/turns?cursor=" + reading),
                other.path("/turns?after_seq=0&cursor=" + arrival))) {
            var grant = path.contains(other.id()) ? other.grant() : session.grant();
            var reply = api.get(path, grant);
            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/query/cursor");
        }
    }

    private static String cursor(JsonNode page) {
        return page.path("next_cursor").asText();
    }

    @Test
    void pagesPastTheLongestItemId() {
        var session = api.open();
        String longest = "i".repeat(128);
        api.relay(session, longest, "student", "Where?");
        api.relay(session, "item_2", "student", "Since when?");

        JsonNode first = turns(session, "?limit=1");
        JsonNode second =
                turns(session, "?limit=1&cursor=" + first.path("next_cursor").asText());

        assertThat(second.path("turns").findValuesAsText("item_id")).containsExactly("item_2");
    }

    @Test
    void returnsTurnsAfterASeqInOrderOfArrival() {
        var session = api.open();
        for (int i = 1; i <= 5; i++) {
            api.relay(session, "item_" + i, "student", "line " + i);
        }
        JsonNode first = turns(session, "?after_seq=2&limit=2");
        JsonNode second = turns(
                session,
                "?after_seq=2&limit=2&cursor=" + first.path("next_cursor").asText());

        assertThat(first.path("turns").findValuesAsText("item_id")).containsExactly("item_3", "item_4");
        assertThat(second.path("turns").findValuesAsText("item_id")).containsExactly("item_5");
        assertThat(second.has("next_cursor")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, /query/limit",
        "?limit=201, /query/limit",
        "?limit=many, /query/limit",
        "?after_seq=-1, /query/after_seq",
        "?cursor=nobody, /query/cursor"
    })
    void refusesAWrongParameterByName(String query, String pointer) {
        var session = api.open();
        var reply = api.get(session.path("/turns") + query, session.grant());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, text/html",
        "text/plain, text/plain",
        "application/json, application/json",
        "*/*, application/json"
    })
    void printsInTheRequestedFormat(String accept, String type) {
        var session = api.open();
        api.relay(session, "item_1", "student", "Große Füße <b>");
        var reply = api.send("GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", accept));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith(type);
        assertThat(reply.raw().body()).contains("Große Füße").doesNotContain(type.equals("text/html") ? "<b>" : "&lt;");
    }

    @Test
    void containsEverythingNeededToVerifyIt() throws Exception {
        var session = api.open();
        api.relay(session, "item_1", "student", "Große Füße");
        api.relay(session, "item_2", "patient", "Where?");
        JsonNode json = api.send(
                        "GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"))
                .json();

        String canonical = "item_1\nstudent\n13\nGroße Füße\nitem_2\npatient\n6\nWhere?\n";
        byte[] sha = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
        assertThat(json.path("digest").asText()).isEqualTo(HexFormat.of().formatHex(sha));
        assertThat(json.path("turn_count").asInt()).isEqualTo(2);
        assertThat(json.path("last_seq").asLong()).isEqualTo(2);
        assertThat(json.path("complete").asBoolean()).isFalse();
    }

    private static void relayAfter(Api.Opened session, String item, String role, @Nullable String previous) {
        String line = Api.line(item, role, "words of " + item);
        String body = previous == null
                ? line
                : line.substring(0, line.length() - 1) + ",\"previous_item_id\":\"" + previous + "\"}";
        assertThat(api.post(session.path("/transcript"), session.grant(), body).status())
                .isEqualTo(201);
    }

    private static JsonNode turns(Api.Opened session, String query) {
        return api.get(session.path("/turns") + query, session.grant()).json();
    }
}
