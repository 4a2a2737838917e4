package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import dev.viva.model.Scenario;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
            assertThat(lasts(new Api(server.url()), "knee-after-football", "hana-suzuki"))
                    .isEqualTo(Duration.ofMinutes(minutes));
        }
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
        var view = api.get(session.path(""), session.grant()).json();
        return Duration.between(
                Instant.parse(view.path("created_at").asText()),
                Instant.parse(view.path("deadline_at").asText()));
    }
}
