package dev.viva.library;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viva.model.InputError;
import dev.viva.patient.CasePair;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CaseScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseLibraryTest {
    @TempDir
    private Path dir;

    @Test
    void returnsThePairForAnEncounter() {
        CasePair pair = SHIPPED.pair("knee-after-football", "hana-suzuki", null);

        assertThat(pair.reference()).isEqualTo("knee-after-football/hana-suzuki");
        assertThat(pair.persona().name()).isEqualTo("Hana Suzuki");
        assertThat(pair.role()).isNull();
    }

    @Test
    void returnsTheRoleThatTheVoicePlays() {
        var role =
                SHIPPED.pair("knee-after-football", "hana-suzuki", "team-mate").role();

        assertThat(role).isNotNull().satisfies(r -> assertThat(r.title()).startsWith("Team-mate"));
    }

    @Test
    void givesAnotherPersonNothingThatOnlyThePatientSays() {
        LocalDate today = LocalDate.of(2026, 11, 27);
        var edith = SHIPPED.script("found-on-the-floor/edith-lindqvist", today).orElseThrow();
        assertThat(edith.plan().reactions()).isNotEmpty();
        assertThat(edith.hiddenAgenda()).isNotNull();
        assertThat(edith.asks().getFirst().after()).contains("Peter's plan", CaseScript.HiddenAgenda.NAME);

        var son =
                SHIPPED.script("found-on-the-floor/edith-lindqvist/son", today).orElseThrow();
        assertThat(son.asks()).isEmpty();
        assertThat(son.plan().reactions()).isEmpty();
        assertThat(son.hiddenAgenda()).isNull();
    }

    @Test
    void letsAnInterpreterTellAllThatThePatientTells() {
        LocalDate today = LocalDate.of(2026, 11, 27);
        String reference = "back-since-the-move/amina-warsame";
        var amina = SHIPPED.script(reference, today).orElseThrow();
        var hodan = SHIPPED.script(reference + "/interpreter", today).orElseThrow();

        assertThat(hodan.speaker().role()).isNotNull().satisfies(role -> {
            assertThat(role.interprets()).isTrue();
            assertThat(role.knows())
                    .containsExactlyInAnyOrderElementsOf(
                            amina.topics().stream().map(CaseScript.Topic::name).toList());
        });
    }

    @Test
    void answersAsTheCaseDoesWhereThePersonHasOneAnswerToTwoQuestions() {
        var stanley = SHIPPED.script("four-months-after/stanley-baptiste", LocalDate.of(2026, 11, 27))
                .orElseThrow();

        assertThat(stanley.topics())
                .filteredOn(topic -> topic.asked().standard().contains("How is your general health?"))
                .singleElement()
                .satisfies(topic -> assertThat(topic.part()).isEqualTo(CaseScript.Part.HISTORY));
    }

    @Test
    void understandsTheAuthorsOwnStandardQuestionsInEveryLanguage() throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(
                dir.resolve("questions.yaml"),
                "questions:\n  - {id: onset, topic: Beginn, examples: ['Seit wann?', 'Wann fing es an?']}\n");
        Files.writeString(
                dir.resolve(TestContent.PERSONA_FILE), TestContent.PERSONA.replace("language: en", "language: de"));
        Files.writeString(
                dir.resolve(TestContent.SCENARIO_FILE),
                TestContent.SCENARIO.replace("{topic: Onset,", "{topic: Onset, like: onset,"));

        assertThat(TestContent.load(dir)
                        .script("sore-wrist/ada-king", LocalDate.of(2026, 11, 27))
                        .orElseThrow()
                        .topics()
                        .getFirst()
                        .asked()
                        .standard())
                .containsExactlyInAnyOrder("Seit wann?", "Wann fing es an?");
    }

    @Test
    void reportsEachUnknownIdWithAPointer() {
        assertThat(refused("no-case", "nobody", null).errors())
                .containsExactly(
                        new InputError("/scenario_id", "there is no such case"),
                        new InputError("/persona_id", "there is no such patient"));
        assertThat(refused("knee-after-football", "hana-suzuki", "referee").errors())
                .containsExactly(new InputError("/role_id", "this case has no such role"));
    }

    @Test
    void explainsAnAgeMismatch() {
        ProblemException refusal = refused("knee-after-football", "walter-brandt", null);

        assertThat(refusal.failure()).isEqualTo(Failure.CASE_MISMATCH);
        assertThat(refusal.errors())
                .containsExactly(new InputError(
                        "/persona_id", "Walter Brandt is 68 years old; this case is for patients from 18 to 45 years"));
    }

    @Test
    void explainsASexMismatch() throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(
                dir.resolve("personas/al-khan.yaml"),
                TestContent.PERSONA
                        .replace("ada-king", "al-khan")
                        .replace("Ada King", "Al Khan")
                        .replace("sex: female", "sex: male"));
        CaseLibrary library = TestContent.load(dir);

        assertThat(library.mismatch(
                        library.scenario("sore-wrist").orElseThrow(),
                        library.persona("al-khan").orElseThrow()))
                .hasValue("Al Khan is male; this case is for female patients");
    }

    @Test
    void digestDependsOnTheContentOnly() throws IOException {
        TestContent.writeTo(dir);
        String before = TestContent.load(dir).digest();
        Files.writeString(dir.resolve(TestContent.PERSONA_FILE), "# a remark\n" + TestContent.PERSONA);
        assertThat(TestContent.load(dir).digest()).isEqualTo(before).matches("[0-9a-f]{64}");

        Files.writeString(dir.resolve(TestContent.PERSONA_FILE), TestContent.PERSONA.replace("Exact.", "Vague."));
        assertThat(TestContent.load(dir).digest()).isNotEqualTo(before);
    }

    @Test
    void hasNoScriptForAnUnknownPair() {
        for (String reference : List.of(
                "knee-after-football",
                "knee-after-football/nobody",
                "no-case/hana-suzuki",
                "knee-after-football/hana-suzuki/referee",
                "knee-after-football/hana-suzuki/team-mate/again")) {
            assertThat(SHIPPED.script(reference, LocalDate.EPOCH)).as(reference).isEmpty();
        }
    }

    private static ProblemException refused(String scenario, String persona, @Nullable String role) {
        return catchThrowableOfType(ProblemException.class, () -> SHIPPED.pair(scenario, persona, role));
    }
}
