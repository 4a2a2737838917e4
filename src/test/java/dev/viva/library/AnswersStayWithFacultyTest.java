package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.content.CanonicalJson;
import dev.viva.model.ChecklistItem;
import dev.viva.model.Persona;
import dev.viva.model.Phase;
import dev.viva.model.RedFlag;
import dev.viva.model.Scenario;
import dev.viva.patient.CasePair;
import dev.viva.patient.Instructions;
import dev.viva.patient.Occasion;
import dev.viva.patient.Occasions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invariant 7: no reply to a student, and nothing that the browser can read, contains faculty-only text. */
class AnswersStayWithFacultyTest {
    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void invariant7InstructionsContainNoAnswerInAnyPhase(CasePair pair) {
        for (Phase phase : Phase.values()) {
            for (Occasion occasion : List.of(Occasions.SIDEBAND, Occasions.ALONE)) {
                String text = Instructions.compose(pair, phase, occasion);

                assertThat(text).doesNotContain(secrets(pair.scenario(), pair.persona()));
                assertThat(DiagnosisNames.of(pair.scenario()).in(text)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.viva.library.ShippedPairs#all")
    void invariant7StudentViewsContainNoAnswer(CasePair pair) {
        Scenario scenario = pair.scenario();
        String scenarioView = CanonicalJson.write(Views.scenario(scenario, SHIPPED.fitting(scenario), 20));
        String personaView = CanonicalJson.write(Views.persona(pair.persona()));

        assertThat(scenarioView + personaView).doesNotContain(secrets(scenario, pair.persona()));
        assertThat(DiagnosisNames.of(scenario).in(scenarioView + personaView)).isEmpty();
    }

    @Test
    void invariant7StudentViewsHaveNoAnswerMember() {
        String views = SHIPPED.scenarios().stream()
                .map(scenario -> CanonicalJson.write(Views.scenario(scenario, List.of(), 20)))
                .reduce("", String::concat);

        assertThat(views)
                .doesNotContain(
                        "\"diagnosis\"",
                        "\"red_flags\"",
                        "\"faculty_notes\"",
                        "\"expected\"",
                        "\"subjective\"",
                        "\"objective\"",
                        "\"instructions\"",
                        "\"treatment_plan\"");
    }

    @Test
    void invariant7ScriptsContainNoAnswer() {
        SHIPPED.scripts(LocalDate.EPOCH).forEach((reference, script) -> {
            Scenario scenario = SHIPPED.scenario(reference.split("/", -1)[0]).orElseThrow();
            Persona persona = SHIPPED.persona(reference.split("/", -1)[1]).orElseThrow();
            assertThat(script.toString()).doesNotContain(secrets(scenario, persona));
        });
    }

    /** Each faculty-only text, and each of its sentences that is long enough to be unmistakable. */
    static String[] secrets(Scenario scenario, Persona persona) {
        Stream<@Nullable String> texts =
                Stream.of(scenario.diagnosis(), scenario.modelNote(), scenario.facultyNotes(), persona.facultyNotes());
        Stream<String> lists = Stream.of(
                        scenario.redFlags().stream().map(RedFlag::flag).toList(),
                        scenario.checklist().stream().map(ChecklistItem::item).toList(),
                        items(scenario.differentials()).toList(),
                        items(scenario.treatmentPlan().expected()).toList())
                .flatMap(List::stream);
        String[] secrets = Stream.concat(texts.filter(Objects::nonNull), lists)
                .flatMap(text -> Stream.concat(Stream.of(text), Arrays.stream(text.split("[.;] ", -1))))
                .filter(text -> text.length() > 12)
                .toArray(String[]::new);
        assertThat(secrets).isNotEmpty();
        return secrets;
    }

    private static Stream<String> items(@Nullable List<String> list) {
        return list == null ? Stream.of() : list.stream();
    }
}
