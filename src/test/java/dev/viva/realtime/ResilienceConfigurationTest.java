package dev.viva.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
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

class ResilienceConfigurationTest {
    private static ResilienceConfiguration read(String yaml) throws IOException, ConfigurationException {
        var json = Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return new YamlConfigurationFactory<>(ResilienceConfiguration.class, Validators.newValidator(), json, "dw")
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    @Test
    void hasDefaults() throws Exception {
        assertThat(read("{}"))
                .isEqualTo(ResilienceConfiguration.DEFAULTS)
                .isEqualTo(new ResilienceConfiguration(
                        100, Duration.seconds(1), Duration.seconds(15), Duration.seconds(20), 5, Duration.seconds(10)));
    }

    @Test
    void readsEachKey() throws Exception {
        assertThat(read("""
                max_concurrent_requests: 1
                max_wait: 2s
                mint_deadline: 3s
                background_deadline: 4s
                breaker_failures: 6
                breaker_delay: 5s
                """))
                .isEqualTo(new ResilienceConfiguration(
                        1, Duration.seconds(2), Duration.seconds(3), Duration.seconds(4), 6, Duration.seconds(5)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_concurrent_requests: 0 | maxConcurrentRequests",
                "max_wait: 1m | maxWait",
                "mint_deadline: 1ms | mintDeadline",
                "background_deadline: 1h | backgroundDeadline",
                "breaker_failures: 0 | breakerFailures",
                "breaker_delay: 1h | breakerDelay",
                "retries: 3 | retries",
            })
    void refusesABadValueByName(String yaml, String named) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }
}
