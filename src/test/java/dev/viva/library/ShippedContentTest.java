package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.ContentConfiguration;
import dev.viva.content.ContentFolder;
import dev.viva.content.Finding;
import dev.viva.model.Challenge;
import dev.viva.model.Difficulty;
import dev.viva.model.Persona;
import dev.viva.model.Scenario;
import dev.viva.model.Sex;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedContentTest {
    private static final List<String> KNOWN_VOICES =
            List.of("alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse");

    private static Stream<Scenario> scenarios() {
        return SHIPPED.scenarios().stream();
    }

    static Stream<String> ids() {
        return scenarios().map(Scenario::scenarioId);
    }

    @Test
    void isValid() {
        assertThat(new ContentCheck(TestContent.SCHEMAS).findings(ContentConfiguration.builtIn()))
                .isEmpty();
    }

    @Test
    void isNotCheckedAgainAtEachStart() {
        var check = new ContentCheck(
                TestContent.SCHEMAS,
                List.of((documents, findings) -> findings.accept(Finding.ofFile("personas", "was checked"))));
        var served = check.readBuiltIn();
        assertThat(served.findings()).isEmpty();
        assertThat(CaseLibrary.of(served).digest()).isEqualTo(SHIPPED.digest());
    }

    /** With it an editor completes members and underlines mistakes, without a network. */
    @Test
    void everyFileNamesItsSchemaForEditors() {
        assertThat(ContentFolder.read(ContentConfiguration.builtIn()).files()).allSatisfy(file -> {
            String up = file.kind().folder.isEmpty() ? "" : "../";
            assertThat(file.text())
                    .startsWith("# yaml-language-server: $schema=%s.schemas/%s.json\n"
                            .formatted(up, file.kind().component));
        });
    }

    @Test
    void coversRegionsSettingsAgesAndSexes() {
        assertThat(SHIPPED.scenarios()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(regions()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(settings()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(SHIPPED.scenarios())
                .extracting(Scenario::difficulty)
                .contains(Difficulty.INTRODUCTORY, Difficulty.INTERMEDIATE, Difficulty.ADVANCED);
        assertThat(SHIPPED.personas()).hasSizeGreaterThanOrEqualTo(10);
        assertThat(SHIPPED.personas()).extracting(Persona::sex).contains(Sex.FEMALE, Sex.MALE, Sex.OTHER);
        assertThat(SHIPPED.personas()).anyMatch(persona -> persona.age() < 12).anyMatch(persona -> persona.age() > 80);
    }

    private static Set<String> regions() {
        return scenarios().map(Scenario::region).collect(Collectors.toSet());
    }

    private static Set<String> settings() {
        return scenarios().map(Scenario::setting).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(
            value = Challenge.class,
            names = {"HARD_OF_HEARING", "LOW_LITERACY", "INTERPRETER_NEEDED"})
    void aPatientOfSomeCaseHasTheChallenge(Challenge challenge) {
        assertThat(ShippedPairs.all())
                .anyMatch(pair -> requireNonNullElse(pair.persona().challenges(), Set.<Challenge>of())
                        .contains(challenge));
    }

    @Test
    void everyPatientHasACase() {
        assertThat(scenarios().flatMap(scenario -> SHIPPED.fitting(scenario).stream()))
                .containsAll(SHIPPED.personas().stream().map(Persona::personaId).toList());
    }

    @Test
    void usesOnlyProviderVoices() {
        assertThat(SHIPPED.personas()).allSatisfy(p -> assertThat(KNOWN_VOICES).contains(requireNonNull(p.voice())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void hasEnoughContentForAnEncounter(String id) {
        Scenario scenario = SHIPPED.scenario(id).orElseThrow();
        assertThat(scenario.subjective()).hasSizeGreaterThanOrEqualTo(30);
        // Nobody examines much where the reason to come is low mood.
        assertThat(scenario.objective()).hasSizeGreaterThanOrEqualTo(id.equals("tired-all-term") ? 8 : 15);
        assertThat(scenario.treatmentPlan().expected()).isNotEmpty();
        assertThat(scenario.treatmentPlan().reactions()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void hasWhatFacultyNeed(String id) {
        Scenario scenario = SHIPPED.scenario(id).orElseThrow();
        assertThat(scenario.objectives()).hasSizeBetween(2, 6);
        assertThat(scenario.minutes()).isBetween(10, 40);
        assertThat(scenario.checklist()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(scenario.redFlags())
                .isNotEmpty()
                .allSatisfy(flag -> assertThat(flag.coveredBy()).isNotEmpty());
        assertThat(scenario.sources()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(scenario.aliases()).isNotEmpty();
        assertThat(scenario.differentials()).isNotEmpty();
        assertThat(scenario.facultyNotes()).isNotBlank();
    }

    /** Where the patient's own file would contradict the case, a topic of the case answers. */
    @ParameterizedTest
    @CsvSource({
        "back-since-the-move/amina-warsame, medicines, for the pain",
        "foot-turned-on-kerb/hana-suzuki, medicines, for the foot",
        "foot-turned-on-kerb/robin-ellery, medicines, for the foot",
        "four-months-after/stanley-baptiste, illnesses, stroke",
        "four-months-after/stanley-baptiste, operations, ward",
        "wheezy-goalkeeper/leo-hartmann, operations, hospital"
    })
    void answersAStandardQuestionInAgreementWithTheCase(String reference, String question, String words) {
        assertThat(SHIPPED.script(reference, LocalDate.EPOCH).orElseThrow().topics())
                .filteredOn(topic -> question.equals(topic.standard()))
                .singleElement()
                .satisfies(topic -> assertThat(topic.reply()).contains(words));
    }

    @Test
    void theWifeCanTellThatSheIsNearTheEndOfHerStrength() {
        Scenario scenario = SHIPPED.scenario("four-months-after").orElseThrow();
        Set<String> knows =
                requireNonNull(requireNonNull(scenario.roles()).getFirst().knows());

        assertThat(scenario.redFlags())
                .filteredOn(flag -> flag.flag().startsWith("Carer"))
                .singleElement()
                .satisfies(flag -> assertThat(flag.coveredBy()).containsAnyElementsOf(knows));
    }

    @Test
    void tellsNobodyBeforehandThatTheTirednessIsOfTheMind() {
        Scenario scenario = SHIPPED.scenario("tired-all-term").orElseThrow();

        assertThat(List.of(scenario.code(), scenario.region(), scenario.level()))
                .noneMatch(text -> text.matches("(?i).*mental.*|MH.*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void everyCaseFitsSomePatientsButNotAll(String id) {
        assertThat(SHIPPED.fitting(SHIPPED.scenario(id).orElseThrow()))
                .hasSizeBetween(1, SHIPPED.personas().size() - 1);
    }
}
