package dev.viva.debrief.evidence;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.library.TestContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseTopicsTest {
    @Test
    void areAllThePatientsWhenAnInterpreterSpeaks() {
        assertThat(items("back-since-the-move", "amina-warsame", "interpreter"))
                .isEqualTo(items("back-since-the-move", "amina-warsame", null));
    }

    /** So was each interpreter in an earlier version of the shipped case, whose encounters are read again. */
    @Test
    void areThoseOfTheCaseForAnInterpreterWhoKnowsSome(@TempDir Path folder) throws IOException {
        TestContent.writeTo(folder);
        Files.writeString(
                folder.resolve(TestContent.SCENARIO_FILE),
                TestContent.SCENARIO.replace("title: Parent", "title: Parent and interpreter"));

        assertThat(CaseTopics.of(TestContent.load(folder).pair("sore-wrist", "ada-king", "parent"), List.of()))
                .extracting(Topic::id)
                .containsExactly("history/onset");
    }

    @Test
    void areThoseThatAnotherPersonKnows() {
        assertThat(items("four-months-after", "stanley-baptiste", "wife"))
                .contains("history/falls")
                .doesNotContain("history/mood", "hidden_agenda");
    }

    private static List<String> items(String scenario, String persona, @Nullable String role) {
        return CaseTopics.of(SHIPPED.pair(scenario, persona, role), SHIPPED.questions()).stream()
                .filter(Topic::isItem)
                .map(Topic::id)
                .toList();
    }
}
