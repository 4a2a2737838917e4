package dev.viva.debrief.evidence;

import static dev.viva.library.TestContent.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CaseTopicsTest {
    @Test
    void areAllThePatientsWhenAnInterpreterSpeaks() {
        assertThat(items("back-since-the-move", "amina-warsame", "interpreter"))
                .isEqualTo(items("back-since-the-move", "amina-warsame", null));
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
