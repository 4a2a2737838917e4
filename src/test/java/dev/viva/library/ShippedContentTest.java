package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.model.Scenario;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedContentTest {
    private static final List<String> KNOWN_VOICES =
            List.of("alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse");

    static Stream<Scenario> scenarios() {
        return SHIPPED.scenarios().stream();
    }

    @Test
    void isValid() {
        assertThat(new ContentCheck(TestContent.SCHEMAS).findings(ContentConfiguration.builtIn()))
                .isEmpty();
    }

    @Test
    void coversSeveralRegionsAgesAndSexes() {
        assertThat(SHIPPED.scenarios())
                .extracting(Scenario::region)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(SHIPPED.personas()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(SHIPPED.personas()).extracting(p -> p.sex().toString()).contains("female", "male");
    }

    @Test
    void usesOnlyProviderVoices() {
        assertThat(SHIPPED.personas())
                .allSatisfy(p -> assertThat(KNOWN_VOICES).contains(Objects.requireNonNull(p.voice())));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void hasEnoughContentForAnEncounter(Scenario scenario) {
        assertThat(scenario.subjective()).hasSizeGreaterThanOrEqualTo(18);
        assertThat(scenario.objective()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(scenario.redFlags()).isNotEmpty();
        assertThat(scenario.treatmentPlan().expected()).isNotEmpty();
        assertThat(scenario.facultyNotes()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyCaseFitsSomePatientsButNotAll(Scenario scenario) {
        assertThat(SHIPPED.fitting(scenario))
                .hasSizeBetween(1, SHIPPED.personas().size() - 1);
    }
}
