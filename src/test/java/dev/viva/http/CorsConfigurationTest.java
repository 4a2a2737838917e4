package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsConfigurationTest {

    @Test
    void allowsNoOriginByDefault() throws Exception {
        assertThat(parse("{}").allowedOrigins()).isEmpty();
    }

    @Test
    void acceptsExactOrigins() throws Exception {
        assertThat(parse("allowed_origins: ['https://clinic.example', 'http://localhost:5173', 'http://[::1]:8080']")
                        .allowedOrigins())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.clinic.example",
                "https://clinic.example/",
                "https://Clinic.Example",
                "https://clinic.example:443",
                "http://[",
                "clinic.example",
                "null",
                ""
            })
    void refusesWildcardsAndInvalidOriginsByKey(String origin) {
        assertThatThrownBy(() -> parse("allowed_origins: ['" + origin + "']"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowed_origins must be origins exactly as browsers send them");
    }

    private static CorsConfiguration parse(String yaml) throws IOException, ConfigurationException {
        var factory = new YamlConfigurationFactory<>(
                CorsConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw");
        return factory.build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "cors.yml");
    }
}
