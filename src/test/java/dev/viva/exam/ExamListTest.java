package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting exams and listing them, over HTTP. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExamListTest {
    private static final TestClock CLOCK = new TestClock();
    private static final String CASE = "\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"";

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

    private static Api.Reply set(Duration opensIn, Duration closesIn, String more) {
        return api.post(
                "/api/v1/exams",
                Api.FACULTY,
                "{\"title\":\"Station 3\"," + CASE + ",\"opens_at\":\""
                        + CLOCK.instant().plus(opensIn) + "\",\"closes_at\":\""
                        + CLOCK.instant().plus(closesIn) + "\"" + more + "}");
    }

    private static String exam() {
        var set = set(Duration.ZERO, Duration.ofHours(2), "");
        assertThat(set.status()).isEqualTo(201);
        return set.json().path("exam_id").asText();
    }

    @Test
    void anOldExamIsFoundOnALaterPage() {
        String oldest = exam();
        for (int i = 0; i < 50; i++) {
            CLOCK.advance(Duration.ofMillis(1));
            exam();
        }
        List<String> ids = new ArrayList<>();
        for (String next = "/api/v1/exams"; !next.isEmpty() && !ids.contains(oldest); ) {
            var page = api.get(next, Api.FACULTY);
            List<String> found = page.json().path("exams").findValuesAsText("exam_id");
            assertThat(found).hasSizeLessThanOrEqualTo(50);
            ids.addAll(found);
            next = page.header("Link").replaceAll(".*<([^>]*)>.*", "$1");
        }
        assertThat(ids).contains(oldest).doesNotHaveDuplicates();
        assertThat(api.get("/api/v1/exams?cursor=none", Api.FACULTY).status()).isEqualTo(400);
    }

    /** A title with U+0000 is more than PostgreSQL can store. */
    @ParameterizedTest
    @ValueSource(strings = {"   ", "\\u3000\\u3000", "\\u00a0", "Station\\u0000 3", "Station\\n3"})
    void aTitleIsPrintableText(String title) {
        var refused = api.post(
                "/api/v1/exams",
                Api.FACULTY,
                "{\"title\":\"" + title + "\"," + CASE
                        + ",\"opens_at\":\"2026-01-01T09:00:00Z\",\"closes_at\":\"2099-01-01T09:00:00Z\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/title");
    }

    @Test
    void aGroupIsPrintableText() {
        var refused = set(Duration.ZERO, Duration.ofHours(1), ",\"group\":\"\\u3000\"");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/group");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "PT0S"})
    void aWindowThatIsOverIsRefused(Duration closes) {
        var refused = set(Duration.ofHours(-2), closes, "");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/closes_at");
    }

    @Test
    void facultyAloneSetReadAndReleaseThem() {
        String exam = exam();
        String student = api.open().grant();

        assertThat(api.get("/api/v1/exams", student).status()).isEqualTo(403);
        assertThat(api.post("/api/v1/exams", student, "{}").status()).isIn(403, 422);
        assertThat(api.send(
                                "PUT",
                                "/api/v1/exams/" + exam + "/release",
                                student,
                                "{\"answers\":true}",
                                Map.of("Content-Type", "application/json"))
                        .status())
                .isEqualTo(403);
    }
}
