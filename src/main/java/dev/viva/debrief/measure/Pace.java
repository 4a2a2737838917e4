package dev.viva.debrief.measure;

import dev.viva.model.Measure;
import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the time went: each phase, and how long the student waited before speaking. */
final class Pace {
    private Pace() {}

    static Stream<Measure> of(List<Turn> lines) {
        List<Measure> measures = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<Turn> within =
                    lines.stream().filter(line -> line.phase() == phase).toList();
            if (!within.isEmpty()) {
                measures.add(Figure.seconds("seconds_" + phase, seconds(within), List.of()));
            }
        }
        List<Duration> pauses = pauses(lines).stream().sorted().toList();
        if (!pauses.isEmpty()) {
            measures.add(Figure.seconds("median_pause", median(pauses).toSeconds(), List.of()));
        }
        return measures.stream();
    }

    private static Duration median(List<Duration> sorted) {
        Duration lower = sorted.get((sorted.size() - 1) / 2);
        Duration upper = sorted.get(sorted.size() / 2);
        return lower.plus(upper).dividedBy(2);
    }

    private static long seconds(List<Turn> lines) {
        Instant first = lines.stream().map(Pace::start).min(Instant::compareTo).orElseThrow();
        Instant last = lines.stream().map(Pace::end).max(Instant::compareTo).orElseThrow();
        return Duration.between(first, last).toSeconds();
    }

    /**
     * From the end of the patient's line to the beginning of the student's; the other gaps contain the model's delay. A
     * line that was cut short was followed by no pause.
     */
    private static List<Duration> pauses(List<Turn> lines) {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            Turn before = lines.get(i - 1);
            Turn line = lines.get(i);
            if (before.role() == Role.PATIENT
                    && line.role() == Role.STUDENT
                    && !Boolean.TRUE.equals(before.interrupted())
                    && before.finalizedAt() != null
                    && line.startedAt() != null
                    && !line.startedAt().isBefore(before.finalizedAt())) {
                pauses.add(Duration.between(before.finalizedAt(), line.startedAt()));
            }
        }
        return pauses;
    }

    private static Instant start(Turn line) {
        return line.startedAt() == null ? line.createdAt() : line.startedAt();
    }

    private static Instant end(Turn line) {
        return line.finalizedAt() == null ? start(line) : line.finalizedAt();
    }
}
