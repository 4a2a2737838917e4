package dev.viva.debrief.fidelity;

import static dev.viva.library.TestContent.SCENARIO;
import static dev.viva.library.TestContent.SCENARIO_FILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.evidence.Passage;
import dev.viva.library.TestContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnowledgeTest {
    @ParameterizedTest
    @CsvSource({
        "They say it is MS., true",
        "Ms Reyes sent me., false",
        "It is thumb tendonitis., true",
        "It is the thumb., false",
        "The back of the hand., false"
    })
    void takesAShortFormForTheDiagnosisInCapitalsAlone(String said, boolean secret, @TempDir Path dir)
            throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(
                dir.resolve(SCENARIO_FILE),
                SCENARIO.replace("[thumb tendonitis]", "[MS, thumb tendonitis, of the, \"--\"]"));

        var knowledge = new Knowledge(TestContent.load(dir).pair("sore-wrist", "ada-king", null));

        assertThat(knowledge.isSecret(Passage.of(said))).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource({"could this be ms?, true", "Is it MS?, true", "Hello Ms Reyes., false", "It is your thumb., false"})
    void takesWhatAStudentMayHaveMeant(String said, boolean named, @TempDir Path dir) throws IOException {
        TestContent.writeTo(dir);
        Files.writeString(dir.resolve(SCENARIO_FILE), SCENARIO.replace("[thumb tendonitis]", "[MS]"));

        var knowledge = new Knowledge(TestContent.load(dir).pair("sore-wrist", "ada-king", null));

        assertThat(knowledge.mayBeNamed(Passage.of(said))).isEqualTo(named);
    }
}
