package dev.viva.debrief.evidence;

import dev.viva.model.Phase;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a conversation shows of its case: a pure function of the lines and the case. Immutable.
 *
 * @param exchanges in reading order
 * @param tellings in reading order, and for each line in the order of the case
 * @param askings in the same order
 * @param kinds how each line of the student asks, by its item
 */
public record Disclosures(
        List<Exchange> exchanges, List<Telling> tellings, List<Asking> askings, Map<String, Questions.Kind> kinds) {

    /** @param lines in reading order */
    public static Disclosures of(CaseIndex index, List<Line> lines) {
        Map<String, Questions.Kind> kinds = new HashMap<>();
        lines.stream()
                .filter(Line::isStudents)
                .forEach(line -> kinds.put(line.turn().itemId(), Questions.kind(line)));
        var listening = new Listening(index, kinds);
        List<Exchange> exchanges = Exchange.of(lines);
        List<Telling> tellings = new ArrayList<>();
        exchanges.forEach(exchange -> tellings.addAll(listening.tellings(exchange)));
        List<Asking> askings = new ArrayList<>();
        lines.stream().filter(Line::isStudents).forEach(line -> askings.addAll(listening.askings(line)));
        return new Disclosures(List.copyOf(exchanges), List.copyOf(tellings), List.copyOf(askings), Map.copyOf(kinds));
    }

    /** How a line of the student asks. */
    public Questions.Kind kind(Turn line) {
        return kinds.getOrDefault(line.itemId(), Questions.Kind.NONE);
    }

    /** Whether a line of the student asks anything. */
    public boolean asks(Turn line) {
        return kind(line) != Questions.Kind.NONE;
    }

    /** The lines that tell a topic; when none surely does, those that may. The surest is the first. */
    public List<Telling> of(Topic topic) {
        List<Telling> all = tellings.stream()
                .filter(telling -> telling.topic().equals(topic))
                .sorted(Comparator.comparingInt(Telling::odds).reversed())
                .toList();
        List<Telling> sure = all.stream().filter(Telling::sure).toList();
        return sure.isEmpty() ? all : sure;
    }

    /**
     * The first question before the plan that plainly asks for a topic, and to which the patient spoke. What the student
     * explains later may sound like a question for it.
     */
    public Optional<Asking> plainlyAsked(Topic topic) {
        return askings.stream()
                .filter(asking -> asking.topic().equals(topic) && asking.plain())
                .filter(asking -> isBeforePlan(asking.line()) && asks(asking.line()) && isSpokenTo(asking.line()))
                .findFirst();
    }

    private static boolean isBeforePlan(Turn line) {
        return line.phase() != Phase.TREATMENT_PLAN;
    }

    /** Whether a line of the patient that was not cut short may be the answer. */
    private boolean isSpokenTo(Turn line) {
        return exchanges.stream()
                .filter(exchange ->
                        !Boolean.TRUE.equals(exchange.answer().turn().interrupted()))
                .flatMap(exchange -> exchange.asked().stream())
                .anyMatch(asked -> asked.turn().itemId().equals(line.itemId()));
    }
}
