package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
class EncounterTest {
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
    void createsASessionWithItsGrantAndLocation() {
        var reply = api.post("/api/v1/sessions", null, Api.CASE);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().at("/session/state").asText()).isEqualTo("open");
        assertThat(reply.json().at("/session/phase").asText()).isEqualTo("subjective");
        assertThat(reply.header("Location"))
                .isEqualTo("/api/v1/sessions/"
                        + reply.json().at("/session/session_id").asText());
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    /** A page marks the patient's lines with it, so it must be known when nobody wished for one. */
    @Test
    void saysInWhichLanguageThePatientAnswers() {
        var own = api.open();
        var wished = api.open(Api.CASE.replace("}", ",\"reply_language\":\"de\"}"));

        assertThat(replyLanguage(own)).isEqualTo("en");
        assertThat(replyLanguage(wished)).isEqualTo("de");
    }

    private static String replyLanguage(Api.Opened session) {
        return api.get(session.path(""), session.grant())
                .json()
                .path("reply_language")
                .asText();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"scenario_id":"knee-after-football"}                                                    | 422 | invalid_body  | /persona_id
            {"scenario_id":"knee-after-football","persona_id":"nobody-here"}                         | 422 | invalid_body  | /persona_id
            {"scenario_id":"no-such-case","persona_id":"hana-suzuki"}                                | 422 | invalid_body  | /scenario_id
            {"scenario_id":"knee-after-football","persona_id":"walter-brandt"}                       | 422 | case_mismatch | /persona_id
            {"scenario_id":"knee-after-football","persona_id":"hana-suzuki","role_id":"no-such-role"} | 422 | invalid_body | /role_id
            {"scenario_id":"knee-after-football","persona_id":"hana-suzuki","input_language":"xx"}    | 422 | invalid_body | /input_language
            {"scenario_id":"knee-after-football","persona_id":"hana-suzuki","reply_language":"deu"}   | 422 | invalid_body | /reply_language
            {"scenario_id":7,"persona_id":"hana-suzuki"}                                             | 422 | invalid_body  | /scenario_id
            {"scenario_id":"knee-after-football","persona_id":"hana-suzuki","mood":"bad"}            | 422 | invalid_body  | /mood
            []                                                                                        | 422 | invalid_body | ``
            {"scenario_id":"a","scenario_id":"b"}                                                     | 400 | malformed_body | -
            {"scenario_id":                                                                           | 400 | malformed_body | -
            """)
    void rejectsAnInvalidSessionWithPointers(String body, int status, String code, String pointer) {
        var reply = api.post("/api/v1/sessions", null, body);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        if (!pointer.equals("-")) {
            assertThat(reply.json().path("errors").findValuesAsText("pointer")).contains(pointer);
        }
    }

    @Test
    void advancesPhasesInOrderAndAcceptsRepeats() {
        var session = api.open();
        String path = session.path("/phase");

        assertThat(api.post(path, session.grant(), "{\"phase\":\"treatment_plan\"}")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("phase_order");
        assertThat(api.post(path, session.grant(), "{\"phase\":\"objective\"}")
                        .json()
                        .path("phase")
                        .asText())
                .isEqualTo("objective");
        assertThat(api.post(path, session.grant(), "{\"phase\":\"objective\"}").status())
                .isEqualTo(200);
        assertThat(api.post(path, session.grant(), "{\"phase\":\"subjective\"}").status())
                .isEqualTo(409);
        assertThat(api.post(path, session.grant(), "{\"phase\":\"treatment_plan\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(session.path(""), session.grant())
                        .json()
                        .at("/transcript/last_seq")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void repeatedEndGetsTheSameAnswer() {
        var session = api.open();
        api.relay(session, "item_1", "student", "Where?");

        var first = api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        var again = api.send("POST", session.path("/end"), session.grant(), null, Map.of());

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("turn_count").asInt()).isEqualTo(1);
        assertThat(first.json().path("last_seq").asLong()).isEqualTo(2);
        assertThat(again.json()).isEqualTo(first.json());
    }

    @Test
    void closesAfterTheGraceWindowWithAFinalSummary() {
        var session = api.open();
        api.relay(session, "item_1", "student", "Where?");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        api.relay(session, "item_2", "patient", "Goodbye");

        CLOCK.advance(Duration.ofSeconds(11));

        Until.isTrue("the session closes", () -> state(session).equals("closed"));
        var transcript = api.send(
                "GET", session.path("/transcript"), session.grant(), null, Map.of("Accept", "application/json"));
        assertThat(transcript.json().path("complete").asBoolean()).isTrue();
        assertThat(transcript.json().at("/turns/1/late").asBoolean()).isTrue();
        assertThat(api.relay(session, "item_3", "student", "Too late")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("session_ended");
        try (var frames =
                new Frames(api.stream(session, Map.of("Last-Event-ID", "3")).body())) {
            var closed = frames.next();
            assertThat(closed.event()).isEqualTo("closed");
            assertThat(closed.data().at("/summary/digest"))
                    .isEqualTo(transcript.json().path("digest"));
            assertThat(frames.over()).isTrue();
        }
    }

    @Test
    void warnsOnceTwoMinutesBeforeTheDeadline() {
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            CLOCK.advance(Api.LASTS.minusMinutes(2));
            var warning = frames.next();
            assertThat(warning.event()).isEqualTo("warning");
            assertThat(warning.data().at("/warning/code").asText()).isEqualTo("time_nearly_up");

            CLOCK.advance(Duration.ofMinutes(2));
            assertThat(frames.next().event()).isEqualTo("ended");
        }
    }

    @Test
    void endsAndClosesOverdueSessionsAfterARestart(@TempDir Path folder) {
        var clock = new TestClock();
        Api.Opened session;
        try (var before = VivaServer.start(folder, clock)) {
            var client = new Api(before.url());
            session = client.open();
            client.relay(session, "item_1", "student", "Where?");
        }
        clock.advance(Api.LASTS.plusMinutes(1));
        try (var after = VivaServer.start(folder, clock)) {
            var client = new Api(after.url());
            Until.isTrue("the session is ended", () -> state(client, session).equals("ended"));
            clock.advance(Duration.ofSeconds(11));
            Until.isTrue("the session is closed", () -> state(client, session).equals("closed"));
            try (var frames = new Frames(client.stream(session, Map.of()).body())) {
                // No warning after the end.
                var events = frames.next(3);
                assertThat(events).extracting(Frames.Frame::event).containsExactly("turn", "ended", "closed");
                assertThat(events.get(1).data().at("/summary/duration_s").asInt())
                        .as("it ended at its deadline, not at the next start")
                        .isEqualTo((int) Api.LASTS.toSeconds());
            }
        }
    }

    private static String state(Api client, Api.Opened session) {
        return client.get(session.path(""), session.grant())
                .json()
                .path("state")
                .asText();
    }

    @Test
    void endsAnEncounterAtItsDeadline() {
        var session = api.open();

        CLOCK.advance(Api.LASTS);

        Until.isTrue("the session ends", () -> !state(session).equals("open"));
        assertThat(api.send("POST", session.path("/voice/token"), session.grant(), null, Map.of())
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("session_ended");
    }

    private static String state(Api.Opened session) {
        return api.get(session.path(""), session.grant()).json().path("state").asText();
    }
}
