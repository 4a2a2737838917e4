package dev.viva.debrief;

import dev.viva.model.Evidence;
import dev.viva.model.Role;
import dev.viva.model.SessionEvent;
import dev.viva.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A conversation, and a later text for one of its lines.
 *
 * @param lines in reading order
 * @param at the place of the line
 */
record Revision(List<Turn> lines, List<SessionEvent> tests, int at, String text) {
    private static final int EXPLAINED_WITHIN = 2;

    Turn line() {
        return lines.get(at);
    }

    boolean ofStudent() {
        return line().role() == Role.STUDENT;
    }

    Conversation before() {
        return Conversation.of(lines, tests);
    }

    Conversation after() {
        List<Turn> later = new ArrayList<>(lines);
        later.set(at, revised(line(), text));
        return Conversation.of(later, tests);
    }

    private static Turn revised(Turn line, String text) {
        return new Turn(
                line.seq(),
                line.itemId(),
                line.role(),
                line.speaker(),
                line.phase(),
                text,
                line.source(),
                line.late(),
                true,
                line.unconfirmed(),
                line.interrupted(),
                line.previousItemId(),
                line.startedAt(),
                line.finalizedAt(),
                line.createdAt(),
                line.media());
    }

    /** The line and, where it is the student's, the patient's lines that may answer it. */
    Set<String> near() {
        return Stream.concat(Stream.of(line()), answers().mapToObj(lines::get))
                .map(Turn::itemId)
                .collect(Collectors.toSet());
    }

    /** Where the first line of the patient stands that the new text can change; behind all when none does. */
    int firstNear() {
        return ofStudent() ? answers().min().orElse(lines.size()) : at;
    }

    private IntStream answers() {
        if (!ofStudent()) {
            return IntStream.empty();
        }
        int from = at;
        while (from < lines.size() && lines.get(from).role() == Role.STUDENT) {
            from++;
        }
        return IntStream.range(from, lines.size()).takeWhile(i -> lines.get(i).role() == Role.PATIENT);
    }

    /** The lines of the same speaker around it, with none of the other between. */
    Set<String> run() {
        int from = at;
        while (from > 0 && lines.get(from - 1).role() == line().role()) {
            from--;
        }
        return lines.stream()
                .skip(from)
                .takeWhile(line -> line.role() == line().role())
                .map(Turn::itemId)
                .collect(Collectors.toSet());
    }

    /** The line and the student's two lines before it, whose words it may explain. */
    Set<String> explained() {
        List<Turn> student = lines.subList(0, at + 1).stream()
                .filter(line -> line.role() == Role.STUDENT)
                .toList();
        return student.subList(Math.max(0, student.size() - 1 - EXPLAINED_WITHIN), student.size()).stream()
                .map(Turn::itemId)
                .collect(Collectors.toSet());
    }

    /** The line and those of the patient since the student's line before it, which it may interrupt. */
    Set<String> interrupted() {
        int from = at - 1;
        while (from >= 0 && lines.get(from).role() == Role.PATIENT) {
            from--;
        }
        return lines.subList(from + 1, at + 1).stream().map(Turn::itemId).collect(Collectors.toSet());
    }

    int placeOf(Evidence quote) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).itemId().equals(quote.itemId()))
                .findFirst()
                .orElseThrow();
    }
}
