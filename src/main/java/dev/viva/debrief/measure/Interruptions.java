package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Quotes;
import dev.viva.debrief.language.Words;
import dev.viva.meaning.WordLists;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the student took the floor from the patient. A word that only shows listening takes nothing. */
final class Interruptions {
    private static final Set<String> BACKCHANNELS =
            new HashSet<>(WordLists.read(Interruptions.class, "backchannels.txt"));
    private static final int MAX_WORDS = 2;

    private Interruptions() {}

    static Stream<Measure> of(List<Turn> lines) {
        List<Evidence> interruptions = new ArrayList<>();
        int backchannels = 0;
        Turn first = null;
        for (int i = 0; i < lines.size(); i++) {
            Turn line = lines.get(i);
            if (line.role() == Role.PATIENT && Boolean.TRUE.equals(line.interrupted())) {
                Turn by = next(lines, i);
                if (listens(lines, i)) {
                    backchannels++;
                } else {
                    first = interruptions.isEmpty() ? by : first;
                    interruptions.add(Quotes.of(line));
                }
            }
        }
        Stream<Measure> counts = Stream.of(
                Figure.count("interruptions", interruptions.size(), interruptions),
                Figure.count("backchannels", backchannels, List.of()));
        return Stream.concat(counts, until(lines, first));
    }

    /** Whether what the student says next only shows that they listen. */
    private static boolean listens(List<Turn> lines, int after) {
        return lines.stream()
                .skip(after + 1L)
                .filter(line -> line.role() == Role.STUDENT)
                .findFirst()
                .filter(line -> isBackchannel(line.text()))
                .isPresent();
    }

    /** The student's line directly after; null if the patient speaks first: then it is unknown who interrupted. */
    private static @Nullable Turn next(List<Turn> lines, int after) {
        Turn next = after + 1 < lines.size() ? lines.get(after + 1) : null;
        return next != null && next.role() == Role.STUDENT ? next : null;
    }

    static boolean isBackchannel(String text) {
        List<String> words = Words.of(text);
        return words.size() <= MAX_WORDS
                && (BACKCHANNELS.contains(String.join(" ", words)) || BACKCHANNELS.containsAll(words));
    }

    /** From the patient's first line to the first interruption, where both have times. */
    private static Stream<Measure> until(List<Turn> lines, @Nullable Turn first) {
        Instant begin = lines.stream()
                .filter(line -> line.role() == Role.PATIENT)
                .findFirst()
                .map(Turn::startedAt)
                .orElse(null);
        if (first == null || begin == null || first.startedAt() == null) {
            return Stream.of();
        }
        long seconds = Duration.between(begin, first.startedAt()).toSeconds();
        return Stream.of(Figure.seconds("first_interruption", seconds, List.of(Quotes.of(first))));
    }
}
