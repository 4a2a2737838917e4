package dev.viva.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings of(String duration, int users) {
        return Settings.ofEnvironment(Map.of("VIVA_SOAK_DURATION", duration, "VIVA_SOAK_USERS", String.valueOf(users)));
    }

    @Test
    void aLongRunIsManySessionsThatEndBeforeTheirDeadline() {
        assertThat(of("PT1M", 5).sessions()).isEqualTo(1);
        assertThat(of("PT15M", 5).sessions()).isEqualTo(1);
        assertThat(of("PT8H", 5).sessions()).isEqualTo(32);
        assertThat(of("PT8H", 5).session()).isEqualTo(Duration.ofMinutes(15));
        assertThat(of("PT15M", 5).sessions()).isEqualTo(1);
        assertThat(of("PT29M", 5).session()).isEqualTo(Duration.ofMinutes(14).plusSeconds(30));
    }

    @Test
    void aLargeSchoolBeginsWithinATenthOfASession() {
        assertThat(of("PT1M", 5).rampUp()).isEqualTo(Duration.ofSeconds(5));
        assertThat(of("PT15M", 200).rampUp()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void refusesARunWithoutUsersOrLength() {
        assertThatThrownBy(() -> of("PT1M", 0)).hasMessageContaining("user");
        assertThatThrownBy(() -> of("PT0S", 5)).hasMessageContaining("duration");
    }
}
