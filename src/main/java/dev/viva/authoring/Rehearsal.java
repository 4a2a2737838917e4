package dev.viva.authoring;

import dev.viva.realtime.CaseScript;
import dev.viva.realtime.SimulatorFactory.OfflinePatient;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One encounter with the scripted patient, without a service. Not thread-safe. */
final class Rehearsal {
    private final CaseScript script;
    private final OfflinePatient patient;
    private final Coverage coverage;
    private Stage stage = Stage.HISTORY;

    Rehearsal(CaseScript script, OfflinePatient patient) {
        this.script = script;
        this.patient = patient;
        this.coverage = new Coverage(script);
    }

    Coverage coverage() {
        return coverage;
    }

    CaseScript script() {
        return script;
    }

    void moveTo(Stage next) {
        stage = next;
    }

    /** The student says something. */
    Exchange say(String line) {
        OfflinePatient.Reply reply = patient.answer(stage.wire(), line);
        OfflinePatient.@Nullable TestRequest test = reply.test();
        return noted(
                test == null
                        ? Exchange.said(reply.said(), reply.topics(), reply.followed())
                        : find(test.testId())
                                .map(found -> show(found, test.side()))
                                .orElseGet(Rehearsal::unrecorded));
    }

    /**
     * The student does a test.
     *
     * @param words the test's id or name; a side may follow
     */
    Exchange examine(String words) {
        String plain = words.strip().toLowerCase(Locale.ROOT);
        for (CaseScript.Side side : CaseScript.Side.values()) {
            String word = Coverage.wordOf(side);
            if (plain.endsWith(" " + word)) {
                String name = plain.substring(0, plain.length() - word.length()).replaceAll("[,\\s]+$", "");
                return noted(find(name).map(test -> show(test, side)).orElseGet(Rehearsal::unrecorded));
            }
        }
        return noted(find(plain).map(test -> show(test, null)).orElseGet(Rehearsal::unrecorded));
    }

    private Exchange noted(Exchange exchange) {
        coverage.add(exchange);
        return exchange;
    }

    private Optional<CaseScript.Test> find(String idOrName) {
        return script.tests().stream()
                .filter(test -> test.testId().equalsIgnoreCase(idOrName)
                        || test.names().stream().anyMatch(idOrName::equalsIgnoreCase))
                // A case may use a test of the catalogue more than once.
                .min(Comparator.comparing(test -> !test.names().getFirst().equalsIgnoreCase(idOrName)));
    }

    private static Exchange show(CaseScript.Test test, CaseScript.@Nullable Side side) {
        if (test.sided() && side == null) {
            return Exchange.shows("Which side? Say left or right.");
        }
        CaseScript.Refusal refusal = test.caution().refusal();
        if (refusal != null) {
            return new Exchange(refusal.reply(), "Not done. " + refusal.reason(), List.of(), all(test), true);
        }
        return test.results().stream()
                .filter(result -> result.side() == null || result.side() == side)
                .findFirst()
                .map(result -> new Exchange(
                        result.reply(),
                        result.finding(),
                        List.of(),
                        List.of(Coverage.nameOf(test, result.side())),
                        true))
                .orElseGet(Rehearsal::unrecorded);
    }

    private static List<String> all(CaseScript.Test test) {
        return test.results().stream()
                .map(result -> Coverage.nameOf(test, result.side()))
                .toList();
    }

    private static Exchange unrecorded() {
        return Exchange.shows("Nothing is recorded for that test.");
    }
}
