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

        assertThat(read).isEqualTo(SimulatorConfiguration.DEFAULTS);
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
        assertThat(read("{key: '', models: []}").models()).isEmpty();
        assertThat(read("{media: '', max_calls: , answer_delay: }")).isEqualTo(SimulatorConfiguration.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "media: video, media",
        "max_calls: 0, maxCalls",
        "answer_delay: 1h, answerDelay",
        "delay: 1s, delay",
        "'models: [{shutdown_date: 2027-01-20}]', models"
    })
    void refusesABadValueByItsName(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }
}
