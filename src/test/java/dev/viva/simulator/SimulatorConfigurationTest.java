package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorConfigurationTest {
    private static final ObjectMapper MAPPER =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static SimulatorConfiguration read(String yaml) throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(SimulatorConfiguration.class, Validators.newValidator(), MAPPER, "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void hasDefaults() throws Exception {
        SimulatorConfiguration read = read("{}");

        assertThat(read).isEqualTo(new SimulatorConfiguration());
        assertThat(read.media()).isEqualTo(SimulatorConfiguration.MediaType.WEBRTC);
        assertThat(read.maxCalls()).isEqualTo(20);
        assertThat(read.answerDelay()).isEqualTo(Duration.milliseconds(300));
    }

    @Test
    void readsEachKey() throws Exception {
        assertThat(read("{media: none, max_calls: 500, answer_delay: 1s}"))
                .isEqualTo(
                        SimulatorServer.configuration(SimulatorConfiguration.MediaType.NONE, 500, Duration.seconds(1)));
        assertThat(read("{key: local, models: [{id: old, shutdown_date: 2027-01-20}, {id: new}]}"))
                .satisfies(read -> {
                    assertThat(read.key()).isEqualTo(new Secret("local"));
                    assertThat(read.models())
                            .containsExactly(new ModelRow("old", LocalDate.of(2027, 1, 20)), new ModelRow("new", null));
                });
        assertThat(read("{faults: {applies_to: hangup, failure: rate_limited, times: 2, retry_after: 3s, delay: 1s}}")
                        .faults())
                .satisfies(faults -> {
                    assertThat(faults.appliesTo(Faults.Scope.HANGUP)).isTrue();
                    assertThat(faults.appliesTo(Faults.Scope.CALLS)).isFalse();
                    assertThat(faults.failure()).isEqualTo(Faults.Failure.RATE_LIMITED);
                    assertThat(faults.times()).isEqualTo(2);
                    assertThat(faults.retryAfter()).isEqualTo(Duration.seconds(3));
                    assertThat(faults.delay()).isEqualTo(Duration.seconds(1));
                });
        assertThat(read("{faults: {location: missing, bad_model: m, hangup_failures: 1, gone_as_bad_request: true,"
                                + " hangup_by_owner_only: false, sideband_drop_after: 9, duplicate_events: true,"
                                + " fragmented_frames: true, silent_end: true, unknown_for: 4s, session_lifetime: 5s}}")
                        .faults())
                .isEqualTo(new Faults(
                        null,
                        null,
                        null,
                        null,
                        null,
                        Faults.Location.MISSING,
                        "m",
                        1,
                        true,
                        false,
                        9,
                        true,
                        true,
                        true,
                        Duration.seconds(4),
                        Duration.seconds(5)));
        assertThat(read("{key: '', models: []}").models()).isEmpty();
        assertThat(read("{media: '', max_calls: , answer_delay: }")).isEqualTo(new SimulatorConfiguration());
    }

    @ParameterizedTest
    @CsvSource({
        "media: video, media",
        "max_calls: 0, maxCalls",
        "answer_delay: 1h, answerDelay",
        "delay: 1s, delay",
        "'faults: {session_lifetime: 2h}', sessionLifetime",
        "'faults: {failing: true}', failing",
        "'models: [{shutdown_date: 2027-01-20}]', models"
    })
    void refusesABadValueByName(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }
}
