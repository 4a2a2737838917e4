package dev.viva.library;

import static dev.viva.library.TestContent.SCENARIO;
import static dev.viva.library.TestContent.SCENARIO_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisNamesTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Frozen shoulder (left), five months                | frozen shoulder
            Frozen shoulder (right) (mild) (acute) (2026)      | frozen shoulder
            Frozen shoulder (adhesive capsulitis, five months) | frozen shoulder
            Frozen shoulder (AC) [five months]                 | frozen shoulder, AC
            Frozen shoulder (L) (II)                           | frozen shoulder
            Scaphoid fracture (left wrist)                     | scaphoid fracture
            Scaphoid fracture (waist fracture)                 | scaphoid fracture, waist fracture
            (Left) scaphoid fracture (SCF)                     | scaphoid fracture, scf
            Acute, lateral ankle sprain                        | lateral ankle sprain, ankle sprain
            Third attack, severe: gout                         | gout
            Postural (orthostatic) hypotension                 | postural, orthostatic
            """)
    void namesTheDiagnosisAndNotItsSideOrDegree(String diagnosis, String names) throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(
                dir.resolve(SCENARIO_FILE),
                SCENARIO.replace("De Quervain tenosynovitis (DQT) with swelling", '"' + diagnosis + '"')
                        .replace("aliases: [thumb tendonitis]\n", ""));

        var scenario = TestContent.load(dir).scenario("sore-wrist").orElseThrow();

        assertThat(DiagnosisNames.of(scenario).names().keySet()).containsExactly(names.split(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            It could be a PE.                | PE
            We call it PE: a clot.           | PE
            Two PEs in one year.             | PE
            The PEAK flow                    |
            Did you open it?                 |
            Ms King came by.                 |
            Could it be MS?                  | MS
            Es war meine MS, ja              | MS
            They wrote AN on the letter.     | AN
            an hour                          |
            mi madre                         |
            He had an MI.                    | MI
            You wear hearing aids.           |
            Es ist besser als gestern.       |
            Is it ALS?                       | ALS
            I have copd.                     | copd
            """)
    void readsAShortFormThatIsAWordInCapitalsAlone(String text, @Nullable String name) throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(
                dir.resolve(SCENARIO_FILE),
                SCENARIO.replace("[thumb tendonitis]", "[PE, MS, mi, AN, AIDS, ALS, COPD]"));

        var scenario = TestContent.load(dir).scenario("sore-wrist").orElseThrow();

        assertThat(DiagnosisNames.of(scenario).in(text)).isEqualTo(Optional.ofNullable(name));
    }
}
