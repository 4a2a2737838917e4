package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import jakarta.validation.ConstraintViolation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionConfigurationTest {
    private final ObjectMapper json =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void keepsEverythingByDefault() throws Exception {
        var config = json.readValue("{}", RetentionConfiguration.class);

        assertThat(config).isEqualTo(RetentionConfiguration.DEFAULTS);
        assertThat(config.erasesSessions()).isFalse();
        assertThat(config.forgetsAudit()).isFalse();
        assertThat(violations(config)).isEmpty();
    }

    @Test
    void readsEachKey() throws Exception {
        var config = json.readValue("{\"sessions\": \"365d\", \"audit\": \"730d\"}", RetentionConfiguration.class);

        assertThat(config).isEqualTo(new RetentionConfiguration(Duration.days(365), Duration.days(730)));
        assertThat(violations(config)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1d, 0s, ''",
        "3650d, 3650d, ''",
        "30d, 30d, ''",
        "23h, 0s, retention.sessions must be 0s (never) or between 1d and 3650d",
        "3651d, 0s, retention.sessions must be 0s (never) or between 1d and 3650d",
        "1d, 29d, retention.audit must be 0s (never) or between 30d and 3650d",
        "90d, 89d, retention.audit must not be shorter than retention.sessions",
        "0s, 90d, retention.audit must not be shorter than retention.sessions"
    })
    void refusesTimesOutOfRange(String sessions, String audit, String words) {
        var found = violations(new RetentionConfiguration(Duration.parse(sessions), Duration.parse(audit)));

        if (words.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().startsWith(words);
        }
    }

    @Test
    void refusesAnUnknownKeyByName() {
        assertThatThrownBy(() -> json.readValue("{\"session\": \"1d\"}", RetentionConfiguration.class))
                .hasMessageContaining("session");
    }

    private static List<String> violations(RetentionConfiguration config) {
        return Validators.newValidator().validate(config).stream()
                .map(ConstraintViolation::getMessage)
                .toList();
    }
}
