package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an attempt says which exam it belongs to: to its student's other devices, and in the audit trail. */
class ExamOfAnAttemptTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static final String CASE = "\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, CLOCK, ISSUER.settings());
        TestIssuer.untilKnownTo(server);
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The id of an exam that is open for an hour. */
    private static String exam() {
        var set = api.post(
                "/api/v1/exams",
                Api.FACULTY,
                "{\"title\":\"Station 3\"," + CASE + ",\"opens_at\":\"" + CLOCK.instant() + "\",\"closes_at\":\""
                        + CLOCK.instant().plus(Duration.ofHours(1)) + "\"}");
        assertThat(set.status()).isEqualTo(201);
        return set.json().path("exam_id").asText();
    }

    private static Api.Opened begun(String exam, String student) {
        var reply = api.post("/api/v1/sessions", student, "{" + CASE + ",\"exam_id\":\"" + exam + "\"}");
        assertThat(reply.status()).isEqualTo(201);
        return new Api.Opened(
                reply.json().at("/session/session_id").asText(),
                reply.json().path("access_token").asText());
    }

    /** Their exam's page then offers to continue it there. */
    @Test
    void aStudentWhoContinuesOnAnotherDeviceIsToldTheExam() {
        String exam = exam();
        String gil = ISSUER.student("gil");
        var session = begun(exam, gil);

        var own = api.post(session.path("/grants"), gil, "{\"minutes\":60,\"role\":\"student\"}");
        assertThat(own.json().path("exam_id").asText()).isEqualTo(exam);
        var observer = api.post(session.path("/grants"), gil, "{\"minutes\":60}");
        assertThat(observer.status()).isEqualTo(201);
        assertThat(observer.json().has("exam_id"))
                .as("it leads to a place in the exam")
                .isFalse();
    }

    @Test
    void itsReleaseIsInTheTrailOfItsAttempts() {
        String exam = exam();
        String eve = ISSUER.student("eve");
        var session = begun(exam, eve);
        var other = begun(exam(), ISSUER.student("gil"));
        CLOCK.advance(Duration.ofSeconds(1)); // entries of one millisecond have no order
        var released = api.send(
                "PUT",
                "/api/v1/exams/" + exam + "/release",
                Api.FACULTY,
                "{\"answers\":true}",
                Map.of("Content-Type", "application/json"));
        assertThat(released.status()).isEqualTo(200);

        JsonNode recorded = trail(session).get(0);
        assertThat(recorded.path("action").asText()).isEqualTo("release");
        assertThat(recorded.path("operation").asText()).isEqualTo("releaseExam");
        assertThat(recorded.path("exam_id").asText()).isEqualTo(exam);
        assertThat(recorded.has("session_id")).isFalse();
        assertThat(trail(other).findValuesAsText("operation")).containsExactly("createExam");
        assertThat(api.get("/api/v1/me/export", eve).json().at("/sessions/0").findValuesAsText("operation"))
                .containsExactlyInAnyOrder("createExam", "releaseExam");
    }

    private static JsonNode trail(Api.Opened session) {
        return api.get("/api/v1/audit?session_id=" + session.id(), Api.FACULTY)
                .json()
                .path("entries");
    }
}
