package dev.viva.examination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The panel's examinations over HTTP, on both databases. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExaminationTest {
    private static final String BREATHLESS = "breathless-on-stairs";

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
    void invariant3StoresAnExaminationOnce() throws Exception {
        var session = examining();
        Callable<Api.Reply> ask = () -> examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies =
                    callers.invokeAll(IntStream.range(0, 8).mapToObj(i -> ask).toList());
            assertThat(replies)
                    .extracting(Future::resultNow)
                    .extracting(Api.Reply::status)
                    .containsOnlyOnce(201)
                    .containsOnly(200, 201);
            assertThat(replies)
                    .extracting(reply -> reply.resultNow().json())
                    .containsOnly(ask.call().json());
        }
        assertThat(lastSeq(session)).isEqualTo(2); // the phase, and one examination
    }

    @Test
    void showsFollowersWhatTheReceiptSays() throws Exception {
        var session = examining();
        JsonNode receipt =
                examine(session, "exam_1", "lachman", ",\"side\":\"right\"").json();

        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            JsonNode event = frames.next(2).getLast().data();
            assertThat(event.path("type").asText()).isEqualTo("examination");
            assertThat(event.path("examination")).isEqualTo(receipt.path("examination"));
            assertThat(event.path("seq")).isEqualTo(receipt.path("seq"));
        }
        assertThat(receipt.at("/examination/outcome").asText()).isEqualTo("found");
        assertThat(receipt.at("/examination/finding").asText()).contains("8 mm");
        assertThat(receipt.at("/examination/asked_by").asText()).isEqualTo("panel");
    }

    @Test
    void anotherTestUnderTheSameItemIsAConflict() {
        var session = examining();
        examine(session, "exam_1", "lachman", ",\"side\":\"right\"");

        var other = examine(session, "exam_1", "lachman", ",\"side\":\"left\"");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("code").asText()).isEqualTo("item_conflict");
        assertThat(examine(session, "exam_1", "gait", "").status()).isEqualTo(409);
    }

    @Test
    void aLineMayHaveTheItemOfAnExamination() {
        var session = examining();
        examine(session, "item_1", "lachman", ",\"side\":\"right\"");

        assertThat(api.relay(session, "item_1", "student", "I pull your shin forward.")
                        .status())
                .isEqualTo(201);
        api.relay(session, "item_2", "student", "And now you walk.");
        assertThat(examine(session, "item_2", "gait", "").status()).isEqualTo(201);
    }

    @Test
    void storesNothingWhileSomethingIsMissing() {
        var session = examining();

        var side = examine(session, "exam_1", "lachman", "");
        assertThat(side.status()).isEqualTo(200);
        assertThat(side.json().at("/examination/outcome").asText()).isEqualTo("side_needed");
        var consent = examine(session, "exam_2", "inspection-knee", ",\"side\":\"right\"");
        assertThat(consent.json().at("/examination/outcome").asText()).isEqualTo("consent_needed");
        assertThat(consent.json().has("seq")).isFalse();
        assertThat(lastSeq(session)).isEqualTo(1);

        var agreed = examine(session, "exam_2", "inspection-knee", ",\"side\":\"right\",\"consent\":true");
        assertThat(agreed.status()).isEqualTo(201);
        assertThat(agreed.json().at("/examination/outcome").asText()).isEqualTo("found");
    }

    @Test
    void isRefusedDuringTheHistoryAndAfterTheEnd() {
        var session = api.open();
        var early = examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        assertThat(early.json().path("code").asText()).isEqualTo("examination_not_begun");
        assertThat(lastSeq(session)).isZero();
        api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
        examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        var late = examine(session, "exam_2", "gait", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("code").asText()).isEqualTo("session_ended");
        assertThat(examine(session, "exam_1", "lachman", ",\"side\":\"right\"").status())
                .isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoTest() {
        var reply = examine(examining(), "exam_1", "no-such-test", "");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/test_id");
    }

    @Test
    void survivesARestart() {
        var session = examining();
        var stored = examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        server.close();
        server = VivaServer.start(engine, data, new TestClock());
        api = new Api(server.url());

        var again = examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(stored.json());
    }

    @Test
    void erasureRemovesExaminations() {
        var session = examining();
        examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        api.erase(session.id());

        assertThat(examine(session, "exam_1", "lachman", ",\"side\":\"right\"").status())
                .isEqualTo(404);
    }

    @Test
    void showsMediaOnceAnExaminationHasShownIt() {
        var session = examining(BREATHLESS);
        String path = session.path("/media/spirometry-report");
        assertThat(api.get(path, session.grant()).status()).isEqualTo(404);
        assertThat(api.get(path, Api.FACULTY).status()).isEqualTo(200);
        api.relay(session, "item_1", "patient", "Here is my report.");
        api.post(
                session.path("/transcript"),
                session.grant(),
                "{\"item_id\":\"item_2\",\"role\":\"student\",\"text\":\"Show me\",\"is_final\":true,\"media\":[\"spirometry-report\"]}");
        assertThat(api.get(path, session.grant()).status())
                .as("what a student claims was shown")
                .isEqualTo(404);

        var shown = examine(session, "exam_1", "spirometry", ",\"consent\":true");
        assertThat(shown.json().at("/examination/media/0").asText()).isEqualTo("spirometry-report");
        var media = api.get(path, session.grant());
        assertThat(media.status()).isEqualTo(200);
        assertThat(media.json().path("text").asText()).isNotBlank();
        assertThat(api.get(session.path("/media/nothing-here"), Api.FACULTY).status())
                .isEqualTo(404);
    }

    @Test
    void countsByOutcome() {
        var session = examining();
        String found = "viva_examinations_total{outcome=\"found\"";
        double before = api.metric(server.adminUrl(), found);
        examine(session, "exam_1", "lachman", ",\"side\":\"right\"");
        examine(session, "exam_1", "lachman", ",\"side\":\"right\"");

        assertThat(api.metric(server.adminUrl(), found)).isEqualTo(before + 1);
    }

    private static Api.Opened examining() {
        return examining("knee-after-football");
    }

    /** A session of a case in its examination. */
    private static Api.Opened examining(String scenario) {
        String persona = api.get("/api/v1/scenarios/" + scenario, null)
                .json()
                .at("/persona_ids/0")
                .asText();
        JsonNode created = api.post(
                        "/api/v1/sessions",
                        null,
                        "{\"scenario_id\":\"" + scenario + "\",\"persona_id\":\"" + persona + "\"}")
                .json();
        var session = new Api.Opened(
                created.at("/session/session_id").asText(),
                created.at("/access_token").asText());
        api.post(session.path("/phase"), session.grant(), "{\"phase\":\"objective\"}");
        return session;
    }

    private static Api.Reply examine(Api.Opened session, String item, String test, String more) {
        return api.post(
                session.path("/examinations"),
                session.grant(),
                "{\"item_id\":\"" + item + "\",\"test_id\":\"" + test + "\"" + more + "}");
    }

    private static long lastSeq(Api.Opened session) {
        return api.get(session.path(""), session.grant())
                .json()
                .at("/transcript/last_seq")
                .asLong();
    }
}
