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
                        "/persona_id", "Walter Brandt is 68 years old; this case is for patients from 16 to 45 years"));
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
    void scriptListsHistoryBeforeExamination() throws IOException {
        CaseLibrary library = TestContent.load(TestContent.writeTo(dir));

        CaseScript script = library.script("sore-wrist/ada-king").orElseThrow();

        assertThat(script.patientName()).isEqualTo("Ada King");
        assertThat(script.openingLine()).isEqualTo("It's my wrist.");
        assertThat(script.language()).isEqualTo("en");
        assertThat(script.answers()).extracting(CaseScript.Answer::topic).containsExactly("Onset", "Pain", "Grip");
        assertThat(script.answers().getFirst().cues()).containsExactly("when did it start", "since when");
        assertThat(library.scripts()).containsOnlyKeys("sore-wrist/ada-king");
    }

    @Test
    void hasNoScriptForAnUnknownPair() {
        assertThat(SHIPPED.script("knee-after-football")).isEmpty();
        assertThat(SHIPPED.script("knee-after-football/nobody")).isEmpty();
        assertThat(SHIPPED.script("no-case/hana-suzuki")).isEmpty();
    }

    private static ProblemException refused(String scenario, String persona, @Nullable String role) {
        return catchThrowableOfType(ProblemException.class, () -> SHIPPED.pair(scenario, persona, role));
    }
}
