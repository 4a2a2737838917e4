package dev.viva.library;

import static dev.viva.library.AnswersStayWithFacultyTest.secrets;
import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 7: over HTTP nobody but faculty is ever told an answer of a case, whatever credential they show. */
class NoAnswerForStudentsTest {
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);

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
        ISSUER.close();
    }

    static Stream<Scenario> scenarios() {
        return SHIPPED.scenarios().stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void invariant7NobodyButFacultyIsToldAnAnswer(Scenario scenario) {
        String id = scenario.scenarioId();
        Persona persona = SHIPPED.persona(SHIPPED.fitting(scenario).getFirst()).orElseThrow();
        String person = persona.personaId();
        String wish = "{\"scenario_id\":\"%s\",\"persona_id\":\"%s\"}".formatted(id, person);
        String student = ISSUER.student("student of " + id);
        var session = open(student, wish);
        api.relay(session, "item_1", "student", "What is the diagnosis?");
        api.get(session.path("/transcript"), Api.FACULTY);
        String observer = api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();

        var callers = new ArrayList<@Nullable String>(
                List.of(session.grant(), observer, student, Api.CLASS_CODE, Api.EXPIRED_CLASS_CODE, "guess"));
        callers.add(null);
        var told = new StringBuilder(
                api.post("/api/v1/sessions", Api.CLASS_CODE, wish).raw().body());
        for (String caller : callers) {
            for (String path : List.of(
                    "/api/v1/scenarios/" + id,
                    "/api/v1/scenarios/" + id + "/sheet",
                    "/api/v1/personas/" + person,
                    "/api/v1/sessions",
                    session.path(""),
                    session.path("/turns"),
                    session.path("/transcript"),
                    session.path("/voice/instructions"),
                    session.path("/assessments"),
                    "/api/v1/groups/PT-2B/items?scenario_id=" + id,
                    "/api/v1/fidelity?scenario_id=" + id,
                    "/api/v1/me/sessions",
                    "/api/v1/me/export",
                    "/api/v1/deployment",
                    "/api/v1/audit",
                    "/health")) {
                told.append(api.get(path, caller).raw().body()).append('\n');
            }
        }

        assertThat(told.toString()).contains("What is the diagnosis?").doesNotContain(secrets(scenario, persona));
        assertThat(DiagnosisNames.of(scenario).in(told.toString())).isEmpty();
        assertThat(api.get("/api/v1/scenarios/" + id, ISSUER.faculty("ada"))
                        .raw()
                        .body())
                .as("what faculty are told, so that the search can find it")
                .contains(scenario.diagnosis());
    }

    private static Api.Opened open(String token, String wish) {
        var created = api.post("/api/v1/sessions", token, wish).json();
        return new Api.Opened(
                created.at("/session/session_id").asText(),
                created.path("access_token").asText());
    }
}
