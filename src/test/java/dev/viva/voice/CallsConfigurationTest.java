package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.model.VoiceMode;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import jakarta.validation.ConstraintViolation;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallsConfigurationTest {
    private final ObjectMapper json =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void hasDefaults() throws Exception {
        assertThat(json.readValue("{}", CallsConfiguration.class))
                .isEqualTo(new CallsConfiguration(
                        VoiceMode.RELAY, true, Duration.minutes(2), Duration.seconds(15), Duration.seconds(10)))
                .isEqualTo(CallsConfiguration.DEFAULTS);
        assertThat(CallsConfiguration.DEFAULTS.listens()).isTrue();
    }

    @Test
    void readsEachKey() throws Exception {
        var config = json.readValue(
                "{\"mode\": \"direct\", \"sideband\": false, \"abandon_after\": \"5m\", \"lease\": \"5s\","
                        + " \"ended_after\": \"20s\"}",
                CallsConfiguration.class);

        assertThat(config)
                .isEqualTo(new CallsConfiguration(
                        VoiceMode.DIRECT, false, Duration.minutes(5), Duration.seconds(5), Duration.seconds(20)));
        assertThat(violations(config)).isEmpty();
    }

    @Test
    void attachesOnlyInRelayModeWithSidebands() {
        assertThat(new CallsConfiguration(VoiceMode.DIRECT, true, null, null, null).listens())
                .isFalse();
        assertThat(new CallsConfiguration(VoiceMode.RELAY, false, null, null, null).listens())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "2h"})
    void refusesAnAbandonTimeOutOfRange(String time) {
        assertThat(violations(new CallsConfiguration(null, null, Duration.parse(time), null, null)))
                .isNotEmpty()
                .allMatch(name -> name.toLowerCase(Locale.ROOT).contains("abandonafter"));
        assertThat(violations(new CallsConfiguration(null, null, Duration.seconds(0), null, null)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30s, 15s, PT5S", "1m, 15s, PT35S", "2m, 15s, PT1M", "2m, 1m, PT35S", "1h, 1m, PT1M"})
    void givesCallsUpBeforeTheyCountAsAbandoned(String abandonAfter, String lease, java.time.Duration stuckAfter) {
        var config = new CallsConfiguration(null, null, Duration.parse(abandonAfter), Duration.parse(lease), null);

        assertThat(config.stuckAfter()).isEqualTo(stuckAfter);
        var takenOver = Duration.parse(lease).toJavaDuration().multipliedBy(4).dividedBy(3);
        assertThat(stuckAfter.plus(takenOver))
                .isLessThan(Duration.parse(abandonAfter).toJavaDuration());
    }

    @Test
    void givesCallsUpAfterAMinuteWhereNoneCountsAsAbandoned() {
        var config = new CallsConfiguration(null, null, Duration.seconds(0), null, null);

        assertThat(config.stuckAfter()).hasMinutes(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2s", "61s"})
    void refusesALeaseTimeOutOfRange(String time) {
        assertThat(violations(new CallsConfiguration(null, null, null, Duration.parse(time), null)))
                .containsExactly("lease");
    }

    @ParameterizedTest
    @ValueSource(strings = {"900ms", "61s"})
    void refusesAnEndedAfterTimeOutOfRange(String time) {
        assertThat(violations(new CallsConfiguration(null, null, null, null, Duration.parse(time))))
                .containsExactly("endedAfter");
    }

    @Test
    void refusesAnUnknownKeyByName() {
        assertThatThrownBy(() -> json.readValue("{\"modus\": \"relay\"}", CallsConfiguration.class))
                .hasMessageContaining("modus");
    }

    private static List<String> violations(CallsConfiguration config) {
        return Validators.newValidator().validate(config).stream()
                .map(ConstraintViolation::getPropertyPath)
                .map(Object::toString)
                .toList();
    }
}
