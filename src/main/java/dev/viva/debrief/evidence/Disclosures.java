package dev.viva.debrief.evidence;

import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a conversation shows of its case: a pure function of the lines and the case. Immutable.
 *
 * @param exchanges in reading order
 * @param tellings in reading order, and for each line in the order of the case
 * @param askings in the same order
 */
public record Disclosures(List<Exchange> exchanges, List<Telling> tellings, List<Asking> askings) {

    /** @param lines in reading order */
    public static Disclosures of(CaseIndex index, List<Turn> lines) {
        var listening = new Listening(index);
        List<Exchange> exchanges = Exchange.of(lines);
        List<Telling> tellings = new ArrayList<>();
        exchanges.forEach(exchange -> tellings.addAll(listening.tellings(exchange)));
        List<Asking> askings = new ArrayList<>();
        lines.stream()
                .filter(line -> line.role() == Role.STUDENT)
                .forEach(line -> askings.addAll(listening.askings(line)));
        return new Disclosures(List.copyOf(exchanges), List.copyOf(tellings), List.copyOf(askings));
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

    /** The first question that plainly asks for a topic which no line tells. */
    public Optional<Asking> unanswered(Topic topic) {
        return askings.stream()
                .filter(asking -> asking.topic().equals(topic) && asking.plain())
                .filter(asking -> Questions.kind(asking.line()) != Questions.Kind.NONE)
                .findFirst();
    }
}
