package dev.viva.authoring;

import dev.viva.realtime.CaseScript;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks for everything in a case: with the author's own examples, by the names of the tests, on both sides. */
final class FullRehearsal {
    private final Rehearsal rehearsal;

    FullRehearsal(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Goes on until everything is reached, or everything was asked. */
    Coverage run() {
        rehearsal.say("Hello, may I ask you some questions?");
        rehearsal.script().topics().stream()
                .filter(topic -> topic.part() == CaseScript.Part.HISTORY)
                .forEach(topic -> until(topic.name(), questions(topic)));
        rehearsal.moveTo(Stage.EXAMINATION);
        rehearsal.say("I would like to examine you now. Is that all right?");
        for (CaseScript.Test test : rehearsal.script().tests()) {
            test.results()
                    .forEach(result -> until(Coverage.nameOf(test, result.side()), requests(test, result.side())));
        }
        return rehearsal.coverage();
    }

    private void until(String name, Stream<String> lines) {
        lines.takeWhile(line -> missing(name)).forEach(rehearsal::say);
    }

    private boolean missing(String name) {
        Coverage coverage = rehearsal.coverage();
        return coverage.missingTopics().contains(name)
                || coverage.missingFindings().contains(name);
    }

    /** Each question twice in a row: what needs trust is told when it is asked again. */
    private static Stream<String> questions(CaseScript.Topic topic) {
        return Stream.of(topic.asked().examples(), topic.asked().standard())
                .flatMap(List::stream)
                .flatMap(line -> Stream.of(line, line));
    }

    private static Stream<String> requests(CaseScript.Test test, CaseScript.@Nullable Side side) {
        String where = side == null ? "" : " on your " + Coverage.wordOf(side) + " side";
        return Stream.concat(
                test.names().stream().map(name -> "I would like to do the " + name + where + ", if I may."),
                Stream.of(test.asked().examples(), test.asked().standard())
                        .flatMap(List::stream)
                        .map(line -> side == null ? line : line + " (" + Coverage.wordOf(side) + ")")
                        .map(line -> test.caution().needsConsent() ? line + " May I?" : line));
    }
}
