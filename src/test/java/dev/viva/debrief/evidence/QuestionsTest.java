package dev.viva.debrief.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.debrief.interviews.Interview;
import dev.viva.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionsTest {
    private record Judged(String text, Questions.Kind label, Questions.Kind found) {}

    /** The ninth to the sixteenth set were labelled without the definitions of DEBRIEF.md. */
    static List<String> sets() {
        List<String> sets = new ArrayList<>(Interview.SETS);
        sets.subList(sets.indexOf("ninth"), sets.indexOf("sixteenth") + 1).clear();
        sets.remove("third");
        return sets;
    }

    @ParameterizedTest
    @MethodSource("sets")
    void tellsHowAStudentAsks(String half) {
        List<Judged> all = new ArrayList<>();
        for (Interview interview : Interview.of(half)) {
            interview.lines().stream()
                    .filter(line -> line.role() == Role.STUDENT)
                    .forEach(line -> {
                        String label = interview
                                .labels()
                                .get("questions")
                                .path(line.itemId())
                                .asText("none");
                        all.add(new Judged(
                                line.text(),
                                Questions.Kind.valueOf(label.toUpperCase(Locale.ROOT)),
                                Questions.kind(Line.of(line))));
                    });
        }
        List<Judged> openOrClosed = all.stream()
                .filter(one -> one.label() == Questions.Kind.OPEN || one.label() == Questions.Kind.CLOSED)
                .toList();
        System.out.printf(
                "%s: kappa of all kinds %.3f, of open and closed %.3f on %d, lines %d%n",
                half, kappa(all), kappa(openOrClosed), openOrClosed.size(), all.size());
        assertThat(kappa(openOrClosed)).isGreaterThanOrEqualTo(0.75);
    }

    private static double kappa(List<Judged> all) {
        double same = all.stream().filter(one -> one.label() == one.found()).count() / (double) all.size();
        double chance = 0;
        for (Questions.Kind kind : Questions.Kind.values()) {
            double labelled = all.stream().filter(one -> one.label() == kind).count() / (double) all.size();
            double found = all.stream().filter(one -> one.found() == kind).count() / (double) all.size();
            chance += labelled * found;
        }
        return (same - chance) / (1 - chance);
    }
}
