package dev.viva.debrief;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.library.TestContent;
import dev.viva.model.RedFlag;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reads a debrief, when, and how much of it; on both databases. */
@ParameterizedClass
@EnumSource(Engine.class)
class DebriefTest {
    private static final String REFLECTION =
            "{\"prompts_version\":\"1\",\"answers\":[{\"prompt_id\":\"went-well\",\"text\":\"I listened.\"}]}";
    private static final TestClock CLOCK = new TestClock();

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, "debrief.release", "after_reflection");
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    private static Api.Opened encounter() {
        var session = api.open();
        api.relay(
                session, "s1", "student", "Good morning, I'm Kim, a physiotherapy student. May I ask some questions?");
        api.relay(session, "p1", "patient", "Hello. It's my right knee. I hurt it at football last week.");
        api.relay(session, "s2", "student", "When did it happen?");
        api.relay(session, "p2", "patient", "Six days ago, on Thursday evening.");
        api.relay(session, "s3", "student", "Any fever?");
        api.relay(session, "p3", "patient", "No.");
        return session;
    }

    private static Api.Opened closed() {
        var session = encounter();
        api.post(session.path("/end"), session.grant(), "");
        CLOCK.advance(Duration.ofSeconds(11));
        return session;
    }

    private static Api.Reply debrief(Api.Opened session, @Nullable String bearer) {
        return api.get(session.path("/debrief"), bearer);
    }

    private static Api.Reply put(Api.Opened session, String path, String bearer, String body) {
        return api.send("PUT", session.path(path), bearer, body, Map.of("Content-Type", "application/json"));
    }

    private static String code(Api.Reply reply) {
        return reply.json().path("code").asText();
    }

    @Test
    void showsFacultyEverythingAtAnyTime() {
        JsonNode debrief = debrief(encounter(), Api.FACULTY).json();

        assertThat(debrief.path("complete").asBoolean()).isFalse();
        assertThat(item(debrief, "history/when-it-started").path("outcome").asText())
                .isEqualTo("elicited");
        assertThat(item(debrief, "history/when-it-started")
                        .at("/evidence/0/quote")
                        .asText())
                .isEqualTo("Six days ago, on Thursday evening.");
        assertThat(item(debrief, "history/when-it-started")
                        .at("/asked_by/0/item_id")
                        .asText())
                .isEqualTo("s2");
        assertThat(item(debrief, "history/fever-and-feeling-ill").path("basis").asText())
                .isEqualTo("question");
        assertThat(item(debrief, "history/medicines").path("outcome").asText()).isEqualTo("missed");
        assertThat(item(debrief, "red_flag/septic-arthritis").path("result").asText())
                .isEqualTo("met");
        assertThat(item(debrief, "gate/greeting").at("/evidence/0/item_id").asText())
                .isEqualTo("s1");
        assertThat(debrief.path("fidelity").isObject()).isTrue();
    }

    @Test
    void knowsWhoNamedTheDiagnosisFirst() {
        var session = encounter();
        api.relay(session, "s4", "student", "It may be an ACL rupture.");
        api.relay(session, "p4", "patient", "Oh.");
        api.relay(session, "s5", "student", "I mean a torn ACL.");
        api.relay(session, "p5", "patient", "I see.");
        api.relay(session, "s6", "student", "Do you have a question?");
        api.relay(session, "p6", "patient", "Does a torn ACL heal by itself?");

        JsonNode debrief = debrief(session, Api.FACULTY).json();

        JsonNode named = debrief.path("measures")
                .valueStream()
                .filter(measure -> measure.path("id").asText().equals("diagnosis_named"))
                .findAny()
                .orElseThrow();
        assertThat(named.path("value").asInt()).isEqualTo(2);
        assertThat(named.findValuesAsText("item_id")).containsExactly("s4", "s5");
        assertThat(debrief.at("/fidelity/notes").findValuesAsText("kind")).doesNotContain("leaked");
    }

    private static JsonNode item(JsonNode debrief, String id) {
        for (JsonNode item : debrief.path("items")) {
            if (item.path("id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no item " + id);
    }

    @Test
    void waitsForTheEndAndForTheReflection() {
        var open = encounter();
        assertThat(code(debrief(open, open.grant()))).isEqualTo("session_not_closed");
        assertThat(code(put(open, "/reflection", open.grant(), REFLECTION))).isEqualTo("session_not_closed");

        var session = closed();
        assertThat(code(debrief(session, session.grant()))).isEqualTo("reflection_required");
        assertThat(api.get(session.path("/reflection"), session.grant()).status())
                .isEqualTo(404);
        assertThat(put(session, "/reflection", session.grant(), REFLECTION).status())
                .isEqualTo(200);
        assertThat(put(session, "/reflection", session.grant(), REFLECTION).status())
                .isEqualTo(200);
        assertThat(code(put(session, "/reflection", session.grant(), REFLECTION.replace("I ", "We "))))
                .isEqualTo("reflection_stands");
        assertThat(api.get(session.path("/reflection"), Api.FACULTY)
                        .json()
                        .at("/answers/0/text")
                        .asText())
                .isEqualTo("I listened.");
        assertThat(debrief(session, session.grant()).status()).isEqualTo(200);
    }

    @Test
    void theAssessmentsWaitForTheSame() {
        var session = closed();
        assertThat(code(api.get(session.path("/assessments"), session.grant()))).isEqualTo("reflection_required");

        put(session, "/reflection", session.grant(), REFLECTION);
        assertThat(api.get(session.path("/assessments"), session.grant()).status())
                .isEqualTo(200);
    }

    @Test
    void invariant7KeepsTheAnswersFromTheStudent() {
        var session = closed();
        put(session, "/reflection", session.grant(), REFLECTION);
        String shown = debrief(session, session.grant()).raw().body();

        assertThat(shown).contains("history/when-it-started");
        for (String canary : canaries()) {
            assertThat(shown).doesNotContain(canary);
        }
    }

    /** What the encounter has not shown. */
    private static List<String> canaries() {
        var scenario = TestContent.SHIPPED.scenario("knee-after-football").orElseThrow();
        List<String> canaries = new ArrayList<>(scenario.aliases());
        canaries.add(scenario.diagnosis());
        scenario.redFlags().stream().map(RedFlag::flag).forEach(canaries::add);
        canaries.addAll(scenario.treatmentPlan().expected());
        canaries.addAll(List.of("Medicines", "Lachman test", "fidelity", "red_flag", "plan/"));
        scenario.objective().forEach(topic -> topic.results().forEach(result -> canaries.add(result.finding())));
        return canaries;
    }

    @Test
    void showsTheAnswersOnceFacultyReleaseThem() {
        var session = closed();
        assertThat(put(session, "/debrief/release", session.grant(), "{\"answers\":true}")
                        .status())
                .isEqualTo(403);
        put(session, "/debrief/release", Api.FACULTY, "{\"answers\":false}");
        assertThat(debrief(session, session.grant()).json().path("answers").asBoolean())
                .isFalse();
        put(session, "/debrief/release", Api.FACULTY, "{\"answers\":true}");

        JsonNode debrief = debrief(session, session.grant()).json();
        assertThat(debrief.path("answers").asBoolean()).isTrue();
        assertThat(item(debrief, "red_flag/septic-arthritis").path("result").asText())
                .isEqualTo("met");
        assertThat(debrief.has("fidelity")).isFalse();
    }

    @Test
    void tellsFacultyAloneWhetherItIsReleased() {
        var session = closed();
        String release = session.path("/debrief/release");
        JsonNode before = api.get(release, Api.FACULTY).json();
        assertThat(before.path("released").asBoolean(true)).isFalse();
        assertThat(before.has("released_at")).isFalse();

        JsonNode released = put(session, "/debrief/release", Api.FACULTY, "{\"answers\":true}")
                .json();

        JsonNode after = api.get(release, Api.FACULTY).json();
        assertThat(after.path("released").asBoolean()).isTrue();
        assertThat(after.path("answers").asBoolean()).isTrue();
        assertThat(after.path("released_at")).isEqualTo(released.path("released_at"));
        assertThat(api.get(release, session.grant()).status()).isEqualTo(403);
    }

    @Test
    void showsOutsidersNothing() {
        var session = closed();
        var other = encounter();
        String observer = api.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();

        assertThat(debrief(session, other.grant()).status()).isEqualTo(404);
        assertThat(debrief(session, observer).status()).isEqualTo(403);
        assertThat(debrief(session, null).status()).isEqualTo(401);
    }

    @Test
    void forgetsTheReflectionOfAnErasedSession() {
        var session = closed();
        put(session, "/reflection", session.grant(), REFLECTION);
        put(session, "/debrief/release", Api.FACULTY, "{\"answers\":false}");
        api.erase(session.id());

        assertThat(api.get(session.path("/reflection"), Api.FACULTY).status()).isEqualTo(404);
        assertThat(debrief(session, Api.FACULTY).status()).isEqualTo(404);
    }
}
