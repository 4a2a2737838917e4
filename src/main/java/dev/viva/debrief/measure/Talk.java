package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.language.Words;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who talked how much: by words, since the clocks of browsers are not to be trusted. */
final class Talk {
    /** A run of the student of more words than this is a lecture. */
    private static final int LECTURE = 60;

    /** Lines of the student without a line of the patient between. */
    private record Run(List<Turn> lines, int words) {
        List<Evidence> quotes() {
            return lines.stream().map(Quotes::of).toList();
        }
    }

    private Talk() {}

    static Stream<Measure> of(List<Turn> lines) {
        long student = words(lines, Role.STUDENT);
        long patient = words(lines, Role.PATIENT);
        List<Run> runs = runs(lines);
        Run longest = runs.stream()
                .reduce((one, other) -> other.words() > one.words() ? other : one)
                .orElse(new Run(List.of(), 0));
        List<Run> lectures = runs.stream().filter(run -> run.words() > LECTURE).toList();
        return Stream.of(
                Figure.share("talk_share", student, student + patient, List.of()),
                Figure.words("longest_run", longest.words(), longest.quotes()),
                Figure.count(
                        "long_runs",
                        lectures.size(),
                        lectures.stream().flatMap(run -> run.quotes().stream()).toList()));
    }

    private static long words(List<Turn> lines, Role role) {
        return lines.stream()
                .filter(line -> line.role() == role)
                .mapToLong(line -> Words.count(line.text()))
                .sum();
    }

    private static List<Run> runs(List<Turn> lines) {
        List<Run> runs = new ArrayList<>();
        List<Turn> run = new ArrayList<>();
        for (Turn line : lines) {
            if (line.role() == Role.STUDENT) {
                run.add(line);
            } else if (!run.isEmpty()) {
                runs.add(run(run));
                run = new ArrayList<>();
            }
        }
        if (!run.isEmpty()) {
            runs.add(run(run));
        }
        return runs;
    }

    private static Run run(List<Turn> lines) {
        return new Run(
                List.copyOf(lines),
                lines.stream().mapToInt(line -> Words.count(line.text())).sum());
    }
}
