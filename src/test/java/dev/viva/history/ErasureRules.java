package dev.viva.history;

import dev.viva.history.History.Outcome;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Span;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Nothing of an erased session is stored, and after the first answer that confirms the erasure no client gets anything
 * of it. Before that it is an ordinary session. An open stream may still deliver events in transit.
 */
final class ErasureRules {
    private final History history;
    private final long gone;
    private final List<Violation> found = new ArrayList<>();

    private ErasureRules(History history) {
        this.history = history;
        Stream<Span> relays = history.relays().stream()
                .filter(relay -> relay.outcome() == Outcome.GONE)
                .map(Relay::span);
        Stream<Span> others = Stream.concat(history.erased().confirmed().stream(), history.erased().gone().stream());
        this.gone = Stream.concat(relays, others)
                .flatMapToLong(span -> LongStream.of(span.end()))
                .min()
                .orElseThrow();
    }

    static List<Violation> check(History history) {
        var rules = new ErasureRules(history);
        rules.stored();
        rules.answered();
        rules.seen();
        rules.found.addAll(ReaderRules.checkOrder(history));
        rules.found.addAll(TimeRules.check(history));
        return rules.found;
    }

    private void kept(String words, Object... values) {
        found.add(new Violation(Kind.KEPT, history.session() + " is erased, but " + words.formatted(values)));
    }

    private void stored() {
        if (!history.stored().isEmpty()) {
            kept("%d of its events are stored", history.stored().size());
        }
    }

    private void answered() {
        for (Relay relay : history.relays()) {
            boolean answered = relay.outcome() != Outcome.GONE && relay.outcome() != Outcome.UNKNOWN;
            after(relay.span(), answered, "line " + relay.line().item() + " was answered " + relay.outcome());
        }
        history.phases().forEach(step -> after(step.span(), true, "its phase was answered"));
        history.ends().forEach(end -> after(end.span(), true, "its summary was answered"));
        history.reads().forEach(read -> after(read.span(), true, "its lines could be read"));
    }

    private void after(Span span, boolean answered, String words) {
        if (answered && span.begin() > gone) {
            kept("%s afterwards", words);
        }
    }

    private void seen() {
        for (var reader : history.readers()) {
            for (var seen : reader.seen()) {
                if (seen.since() > gone) {
                    kept("%s was shown event %d", reader.name(), seen.frame().seq());
                }
            }
        }
    }
}
