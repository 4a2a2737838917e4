package dev.viva.debrief.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.interviews.Interview;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisclosureTest {
    @ParameterizedTest
    @ValueSource(strings = {"tuning", "held", "third", "fourth"})
    void findsWhatThePatientTells(String half) {
        var score = DisclosureScore.of(Interview.of(half));
        System.out.println(half + ": " + score);
        assertThat(score.precision()).as(score.toString()).isGreaterThanOrEqualTo(0.93);
        assertThat(score.recall()).as(score.toString()).isGreaterThanOrEqualTo(0.87);
    }
}
