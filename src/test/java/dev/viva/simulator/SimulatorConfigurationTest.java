package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                .isEqualTo(new SimulatorConfiguration(SimulatorConfiguration.MediaType.NONE, 500, Duration.seconds(1)));
        assertThat(read("{media: '', max_calls: , answer_delay: }")).isEqualTo(SimulatorConfiguration.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"media: video, media", "max_calls: 0, maxCalls", "answer_delay: 1h, answerDelay", "delay: 1s, delay"})
    void refusesABadValueByItsName(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }
}
