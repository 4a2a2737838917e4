package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What faculty find, and what they leave behind. */
@ParameterizedClass
@EnumSource(Engine.class)
class SessionListTest {
    private static final TestClock CLOCK = new TestClock();

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

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
    void listsTheNewestFirstAndPageByPage() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(open("{\"group\":\"pages\"}").id()); // several within one millisecond of the clock
        }
        CLOCK.advance(Duration.ofSeconds(1));
        created.add(open("{\"group\":\"pages\"}").id());

        List<String> listed = new ArrayList<>();
        String next = "/api/v1/sessions?group=pages&limit=2";
        for (int page = 0; page < 3; page++) {
            var reply = api.get(next, Api.FACULTY);
            assertThat(reply.json().path("sessions")).as(next).hasSize(2);
            ids(reply.json()).forEach(listed::add);
            next = reply.header("Link").replaceAll(".*<([^>]*)>.*", "$1");
        }

        assertThat(next).isEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(created).startsWith(created.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "participant=kim, true",
        "participant=KIM%20L, true",
        "participant=%25, false",
        "participant=k_m, false",
        "group=PT-2B, true",
        "group=PT-2, false",
        "state=open, true",
        "state=closed, false",
        "scenario_id=knee-after-football, true",
        "scenario_id=stiff-shoulder, false",
        "created_from=2020-01-01T00:00:00Z, true",
        "created_before=2020-01-01T00:00:00Z, false",
        "participant=kim&group=PT-2B&state=open, true"
    })
    void filters(String query, boolean found) {
        var session = open("{\"name\":\" Kim Lee \",\"group\":\"PT-2B\"}");

        var listed =
                ids(api.get("/api/v1/sessions?limit=200&" + query, Api.FACULTY).json());

        assertThat(listed.anyMatch(session.id()::equals)).isEqualTo(found);
    }

    /** Databases know the case of ASCII letters alone, and one letter has two forms in Unicode. */
    @ParameterizedTest
    @CsvSource({
        "Özgür Şahin, özgür",
        "Özgür Şahin, ŞAHİN",
        "İBRAHİM ŞAHİN, ibrahim ş",
        "ÉMILE ZOLA, émile z",
        "E\u0301mile Zola, émile",
        "Kim  Lee, kim lee",
        "李小龍, 小",
        "100% Kim_!, % kim_!"
    })
    void findsANameInAnyScriptAndCase(String name, String part) {
        var session = open("{\"name\":\"" + name + "\"}");
        var other = open("{\"name\":\"Ana Kimura-Zolagür\"}");

        var listed = ids(api.get(
                                "/api/v1/sessions?limit=200&participant="
                                        + URLEncoder.encode(part, StandardCharsets.UTF_8),
                                Api.FACULTY)
                        .json())
                .toList();

        assertThat(listed).contains(session.id()).doesNotContain(other.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{x}", "50%25", "a b&c=d", "100% {}", "Größe"})
    void linksToTheNextPageOfAnyGroup(String group) {
        String wish = "{\"group\":\"" + group + "\"}";
        List<String> opened = List.of(open(wish).id(), open(wish).id());

        String first = "/api/v1/sessions?limit=1&group=" + URLEncoder.encode(group, StandardCharsets.UTF_8);
        var page = api.get(first, Api.FACULTY);
        var second = api.get(page.header("Link").replaceAll(".*<([^>]*)>.*", "$1"), Api.FACULTY);

        assertThat(Stream.concat(ids(page.json()), ids(second.json()))).containsExactlyInAnyOrderElementsOf(opened);
    }

    @Test
    void leavesOutALinkThatTheContractDoesNotAllow() {
        String group = "組".repeat(100);
        String wish = "{\"group\":\"" + group + "\",\"name\":\"" + "名".repeat(100) + "\"}";
        List<String> opened = List.of(open(wish).id(), open(wish).id());

        String first =
                "/api/v1/sessions?limit=1&participant=" + URLEncoder.encode("名".repeat(100), StandardCharsets.UTF_8)
                        + "&group=" + URLEncoder.encode(group, StandardCharsets.UTF_8);
        var page = api.get(first, Api.FACULTY);
        var second =
                api.get(first + "&cursor=" + page.json().path("next_cursor").asText(), Api.FACULTY);

        assertThat(page.header("Link")).isEmpty();
        assertThat(Stream.concat(ids(page.json()), ids(second.json()))).containsExactlyInAnyOrderElementsOf(opened);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"state=gone", "cursor=x", "cursor=eA", "created_from=today", "created_from=2026-02-31T00:00:00Z"
            })
    void refusesBadParameters(String query) {
        var reply = api.get("/api/v1/sessions?" + query, Api.FACULTY);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/errors/0/pointer").asText())
                .isEqualTo("/query/" + query.substring(0, query.indexOf('=')));
    }

    /** PostgreSQL cannot compare U+0000 with anything stored. */
    @Test
    void aNullCharacterIsNoFault() {
        var session = open("{}");
        String turns = session.path("/turns?after_seq=0&cursor=AA");

        assertThat(api.get("/api/v1/sessions?group=%00", Api.FACULTY).status()).isEqualTo(400);
        assertThat(api.get("/api/v1/audit?session_id=a%00", Api.FACULTY).status())
                .isEqualTo(400);
        assertThat(api.get(turns, session.grant()).status()).isEqualTo(400);
        assertThat(api.get("/api/v1/exams/exm_%00", null).status()).isIn(400, 404);
    }

    @Test
    void letsABoardPoll() {
        var session = open("{\"group\":\"board\"}");
        String board = "/api/v1/sessions?group=board";
        String tag = api.get(board, Api.FACULTY).header("ETag");

        assertThat(poll(board, tag)).isEqualTo(304);

        api.relay(session, "item_1", "student", "Hello");
        assertThat(poll(board, tag)).isEqualTo(200);
    }

    @Test
    void showsTheLastLineOfEachSession() {
        var silent = open("{\"group\":\"lines\"}");
        var talking = open("{\"group\":\"lines\"}");
        api.relay(talking, "item_1", "student", "What brings you in?");
        api.relay(talking, "item_2", "patient", "My knee.\nIt " + "hurts and ".repeat(40));
        api.post(talking.path("/phase"), talking.grant(), "{\"phase\":\"objective\"}");

        var line = entry("lines", talking).path("last_line");

        assertThat(line.path("role").asText()).isEqualTo("patient");
        assertThat(line.path("text").asText())
                .startsWith("My knee. It hurts and hurts")
                .endsWith("…")
                .hasSizeLessThanOrEqualTo(160);
        assertThat(Instant.parse(line.path("at").asText())).isEqualTo(CLOCK.instant());
        assertThat(entry("lines", silent).has("last_line")).isFalse();
    }

    @Test
    void saysInWhichLanguagesEachSessionIsHeld() {
        var silent = open("{\"group\":\"languages\"}");
        var wished = open("{\"group\":\"languages\"},\"input_language\":\"ja\",\"reply_language\":\"de\"");

        for (var session : List.of(silent, wished)) {
            JsonNode listed = entry("languages", session);
            JsonNode read = api.get(session.path(""), session.grant()).json();
            for (String member : List.of("input_language", "reply_language")) {
                assertThat(listed.path(member)).as(member).isEqualTo(read.path(member));
            }
        }
        assertThat(entry("languages", silent).path("reply_language").asText()).isEqualTo("en");
        assertThat(entry("languages", wished).path("input_language").asText()).isEqualTo("ja");
    }

    @Test
    void forgetsTheLastLineOfAnErasedSession() {
        var session = open("{\"group\":\"erased lines\"}");
        api.relay(session, "item_1", "student", "Nobody may read this later.");

        api.erase(session.id());

        assertThat(api.get("/api/v1/sessions?limit=200", Api.FACULTY).raw().body())
                .doesNotContain("Nobody may read this later");
    }

    @Test
    void forgetsAnErasedParticipant() {
        var session = open("{\"name\":\"Erased Person\"}");

        api.erase(session.id());

        assertThat(api.get("/api/v1/sessions?participant=erased", Api.FACULTY)
                        .json()
                        .path("sessions"))
                .isEmpty();
    }

    @Test
    void showsTheParticipantToTheSession() {
        var session = open("{\"name\":\"Ada\"}");

        assertThat(api.get(session.path(""), session.grant())
                        .json()
                        .at("/participant/name")
                        .asText())
                .isEqualTo("Ada");
    }

    @Test
    void recordsWhatFacultyDidAndNothingOfStudents() {
        var session = open("{\"group\":\"audit\"}");
        api.get(session.path("/transcript"), session.grant());

        api.get(session.path("/transcript"), Api.FACULTY);
        api.get(session.path("/voice/instructions"), Api.FACULTY);
        api.post(session.path("/end"), Api.FACULTY, "");
        api.erase(session.id());

        var first = api.get("/api/v1/audit?limit=3&session_id=" + session.id(), Api.FACULTY);
        var second = api.get(first.header("Link").replaceAll(".*<([^>]*)>.*", "$1"), Api.FACULTY);
        var entries = (ArrayNode) first.json().path("entries");
        second.json().path("entries").forEach(entries::add);
        assertThat(StreamSupport.stream(entries.spliterator(), false)
                        .map(entry -> entry.path("action").asText() + " "
                                + entry.path("operation").asText() + " "
                                + entry.path("actor").asText()))
                .containsExactlyInAnyOrder(
                        "erase eraseSession faculty",
                        "end endSession faculty",
                        "read getInstructions faculty",
                        "read getTranscript faculty");
    }

    @Test
    void observersReadUntilTheirGrantExpires() {
        var session = open("{\"group\":\"observers\"}");
        String observer = api.post(session.path("/grants"), Api.FACULTY, "{\"minutes\":5}")
                .json()
                .path("access_token")
                .asText();

        assertThat(api.get(session.path("/transcript"), observer).status()).isEqualTo(200);
        CLOCK.advance(Duration.ofMinutes(5));
        assertThat(api.get(session.path("/transcript"), observer).status()).isEqualTo(401);
    }

    private static int poll(String path, String tag) {
        return api.send("GET", path, Api.FACULTY, null, Map.of("If-None-Match", tag))
                .status();
    }

    private static Api.Opened open(String participant) {
        var created = api.post(
                        "/api/v1/sessions",
                        null,
                        Api.CASE.substring(0, Api.CASE.length() - 1) + ",\"participant\":" + participant + "}")
                .json();
        return new Api.Opened(
                created.at("/session/session_id").asText(),
                created.path("access_token").asText());
    }

    private static JsonNode entry(String group, Api.Opened session) {
        String page = "/api/v1/sessions?group=" + group.replace(" ", "%20");
        return StreamSupport.stream(
                        api.get(page, Api.FACULTY).json().path("sessions").spliterator(), false)
                .filter(entry -> entry.path("session_id").asText().equals(session.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("sessions").spliterator(), false)
                .map(session -> session.path("session_id").asText());
    }
}
