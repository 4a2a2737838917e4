package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.access.ClassCode;
import dev.viva.library.TestContent;
import dev.viva.model.Scenario;
import dev.viva.problem.Secret;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the server ends a session: after the minutes of its case, within what the operator allows. */
class DeadlineTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({"1, 55m, 20", "1.25, 55m, 25", "1, 12m, 12", "4, 55m, 55"})
    void followsTheMinutesOfTheCase(String factor, String bound, int minutes) {
        try (var server = VivaServer.start(
                data, new TestClock(), "encounter.time_factor", factor, "encounter.max_duration", bound)) {
            var api = new Api(server.url());
            assertThat(lasts(api, "knee-after-football", "hana-suzuki")).isEqualTo(Duration.ofMinutes(minutes));
            assertThat(promised(api)).isEqualTo(minutes);
        }
    }

    /** Half as much time again, also in an exam; but an exam ends for all at once. */
    @ParameterizedTest
    @CsvSource({"55m, , 30", "25m, , 25", "55m, 90, 30", "55m, 24, 24"})
    void givesAClassItsExtraTime(String bound, @Nullable Integer examClosesIn, int minutes) {
        var clock = new TestClock();
        try (var server = VivaServer.start(data, clock, "encounter.max_duration", bound)) {
            var api = new Api(server.url());
            String wish = Api.CASE;
            if (examClosesIn != null) {
                Instant closes = clock.instant().plus(Duration.ofMinutes(examClosesIn));
                String exam = Api.CASE.replace(
                        "}",
                        ",\"title\":\"Station 3\",\"opens_at\":\"%s\",\"closes_at\":\"%s\"}"
                                .formatted(clock.instant(), closes));
                String id = api.post("/api/v1/exams", Api.FACULTY, exam)
                        .json()
                        .path("exam_id")
                        .asText();
                wish = Api.CASE.replace(
                        "}", ",\"exam_id\":\"%s\",\"participant\":{\"name\":\"Kim Lee\"}}".formatted(id));
            }
            var created =
                    api.post("/api/v1/sessions", Api.EXTRA_TIME_CODE, wish).json();
            assertThat(lasts(created.path("session"))).isEqualTo(Duration.ofMinutes(minutes));
        }
    }

    @Test
    void warnsOfAClassWithLessTimeThanEverybodyElse() {
        var encounter = new EncounterConfiguration(1.5, null, null, null);
        var classes = List.of(group("More", 2.0), group("Less", 1.25), group("Same", null));

        assertThat(encounter.findingsOf(classes)).singleElement().satisfies(finding -> {
            assertThat(finding.key()).isEqualTo("access.classes[1]");
            assertThat(finding.toString()).contains("less time").doesNotContain("Less");
        });
    }

    private static ClassCode group(String name, @Nullable Double timeFactor) {
        return new ClassCode(new Secret("a-green-otter"), name, null, 40, timeFactor);
    }

    @Test
    void warnsOfCasesThatEndBeforeTheirMinutes() {
        var longest = new EncounterConfiguration(null, null, null, null);
        var short25 = new EncounterConfiguration(null, io.dropwizard.util.Duration.minutes(25), null, null);
        var scenarios = TestContent.SHIPPED.scenarios();

        assertThat(longest.findings(scenarios)).isEmpty();
        assertThat(short25.findings(scenarios)).singleElement().satisfies(finding -> {
            assertThat(finding.key()).isEqualTo("encounter.max_duration");
            assertThat(finding.sentence())
                    .contains("found-on-the-floor", "four-months-after")
                    .doesNotContain("knee-after-football");
        });
    }

    /** A door card that promises thirty-five minutes is kept. */
    @Test
    void givesEveryShippedCaseItsTime() {
        try (var server = VivaServer.start(data, new TestClock())) {
            var api = new Api(server.url());
            for (Scenario scenario : TestContent.SHIPPED.scenarios()) {
                String patient = TestContent.SHIPPED.fitting(scenario).getFirst();
                assertThat(lasts(api, scenario.scenarioId(), patient))
                        .as(scenario.scenarioId())
                        .isEqualTo(Duration.ofMinutes(scenario.minutes()));
            }
        }
    }

    private static Duration lasts(Api api, String scenarioId, String personaId) {
        var session = api.open("{\"scenario_id\":\"%s\",\"persona_id\":\"%s\"}".formatted(scenarioId, personaId));
        return lasts(api.get(session.path(""), session.grant()).json());
    }

    private static int promised(Api api) {
        return api.get("/api/v1/scenarios/knee-after-football", null)
                .json()
                .path("minutes")
                .asInt();
    }

    private static Duration lasts(JsonNode view) {
        return Duration.between(
                Instant.parse(view.path("created_at").asText()),
                Instant.parse(view.path("deadline_at").asText()));
    }
}
