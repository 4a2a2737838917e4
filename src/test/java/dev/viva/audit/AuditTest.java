package dev.viva.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What faculty leave behind when they look. */
class AuditTest {
    /** Operations that faculty may use and that show nothing of students, with the reason. */
    private static final Map<String, String> NOT_RECORDED = Map.of(
            "getCaseSheet", "A case, also of a session: nothing of its student.",
            "getScenario", "A case, without any student.",
            "getPersona", "A patient, without any student.",
            "createSession", "A session of their own.",
            "health", "What paid calls use, in sums.");

    private static final TestClock CLOCK = new TestClock();

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyOperationOfFacultyOnStudentsIsRecorded() {
        var contract = Contract.load();
        var missing = new TreeSet<String>();
        for (JsonNode path : contract.json().path("paths")) {
            for (JsonNode operation : path) {
                boolean faculty =
                        operation.path("security").findValues("faculty").size() > 0;
                if (faculty
                        && !contract.audited()
                                .containsKey(operation.path("operationId").asText())) {
                    missing.add(operation.path("operationId").asText());
                }
            }
        }
        assertThat(missing).isSubsetOf(NOT_RECORDED.keySet());
    }

    @Test
    void aBoardThatPollsIsRecordedOnceInTenMinutes() {
        CLOCK.advance(Duration.ofMinutes(10));
        int before = entries("listSessions").size();

        for (int poll = 0; poll < 20; poll++) {
            api.get("/api/v1/sessions?group=poll", Api.FACULTY);
            CLOCK.advance(Duration.ofSeconds(20));
        }
        assertThat(entries("listSessions")).hasSize(before + 1);

        CLOCK.advance(Duration.ofSeconds(200));
        api.get("/api/v1/sessions?group=poll", Api.FACULTY);
        assertThat(entries("listSessions")).hasSize(before + 2);
    }

    @Test
    void whatAPageReadsAgainAndAgainIsRecordedOnceInTenMinutes() {
        CLOCK.advance(Duration.ofMinutes(10));
        int exams = entries("listExams").size();
        int reviews = entries("listReviews").size();
        var session = api.open();

        for (int poll = 0; poll < 3; poll++) {
            api.get("/api/v1/exams", Api.FACULTY);
            api.get(session.path("/reviews"), Api.FACULTY);
            CLOCK.advance(Duration.ofSeconds(15));
        }
        assertThat(entries("listExams")).hasSize(exams + 1);
        assertThat(entries("listReviews")).hasSize(reviews + 1);
    }

    @Test
    void eachSessionThatIsLookedAtIsRecorded() {
        var one = api.open();
        var two = api.open();
        for (int look = 0; look < 3; look++) {
            api.get(one.path(""), Api.FACULTY);
            api.get(two.path(""), Api.FACULTY);
            api.get(two.path(""), two.grant());
        }

        assertThat(entries("getSession"))
                .filteredOn(entry -> entry.path("session_id").asText().equals(one.id()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("action").asText()).isEqualTo("read"))
                .satisfies(entry -> assertThat(entry.path("actor").asText()).isEqualTo("faculty"));
        assertThat(entries("getSession"))
                .filteredOn(entry -> entry.path("session_id").asText().equals(two.id()))
                .hasSize(1);
    }

    @Test
    void everyReadOfWhatWasSaidIsRecorded() {
        var session = api.open();

        api.get(session.path("/transcript"), Api.FACULTY);
        api.get(session.path("/transcript"), Api.FACULTY);

        assertThat(entries("getTranscript"))
                .filteredOn(entry -> entry.path("session_id").asText().equals(session.id()))
                .hasSize(2);
    }

    @Test
    void namesTheExamThatWasSet() {
        String wish = "{\"title\":\"Station\",\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\","
                + "\"opens_at\":\"%s\",\"closes_at\":\"%s\"}";
        String exam = api.post(
                        "/api/v1/exams", Api.FACULTY, wish.formatted("2026-01-01T00:00:00Z", "2127-01-01T00:00:00Z"))
                .json()
                .path("exam_id")
                .asText();
        api.post(
                "/api/v1/exams",
                Api.FACULTY,
                wish.formatted("2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z")); // refused

        assertThat(exam).startsWith("exm_");
        assertThat(entries("createExam"))
                .extracting(entry -> entry.path("exam_id").asText())
                .containsExactlyInAnyOrder("", exam);
    }

    @Test
    void outlivesTheErasedSession() {
        var session = api.open();
        api.get(session.path(""), Api.FACULTY);

        api.erase(session.id());

        assertThat(api.get("/api/v1/audit?session_id=" + session.id(), Api.FACULTY)
                        .json()
                        .path("entries")
                        .findValuesAsText("operation"))
                .containsExactlyInAnyOrder("getSession", "eraseSession");
    }

    @Test
    void whoReadsTheTrailIsRecorded() {
        entries("any");

        assertThat(entries("listAudit")).isNotEmpty();
    }

    private static List<JsonNode> entries(String operation) {
        var entries = new ArrayList<JsonNode>();
        String next = "/api/v1/audit?limit=200";
        while (!next.isEmpty()) {
            var page = api.get(next, Api.FACULTY);
            page.json().path("entries").forEach(entries::add);
            next = page.header("Link").replaceAll(".*<([^>]*)>.*", "$1");
        }
        entries.removeIf(entry -> !entry.path("operation").asText().equals(operation));
        return entries;
    }
}
