package dev.viva.debrief.measure;

import dev.viva.debrief.evidence.Disclosures;
import dev.viva.debrief.evidence.Questions;
import dev.viva.debrief.evidence.Quotes;
import dev.viva.model.Evidence;
import dev.viva.model.Measure;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the student asked. */
final class Asked {
    private Asked() {}

    static Stream<Measure> of(List<Turn> lines, Disclosures disclosures) {
        Map<Questions.Kind, List<Turn>> byKind = lines.stream()
                .filter(line -> line.role() == Role.STUDENT)
                .collect(Collectors.groupingBy(
                        disclosures::kind, () -> new EnumMap<>(Questions.Kind.class), Collectors.toList()));
        byKind.remove(Questions.Kind.NONE);
        long all = byKind.values().stream().mapToLong(List::size).sum();
        return Stream.concat(
                Stream.of(Figure.count("questions", all, List.of())),
                Stream.of(Questions.Kind.OPEN, Questions.Kind.CLOSED, Questions.Kind.LEADING, Questions.Kind.STACKED)
                        .map(kind -> share(kind, byKind.getOrDefault(kind, List.of()), all)));
    }

    private static Measure share(Questions.Kind kind, List<Turn> lines, long all) {
        List<Evidence> quotes = lines.stream().map(Quotes::of).toList();
        return Figure.share(kind.name().toLowerCase(Locale.ROOT) + "_questions", lines.size(), all, quotes);
    }
}
