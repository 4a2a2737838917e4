package dev.viva.history;

import dev.viva.history.History.Outcome;
import dev.viva.history.History.Span;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * No client sees less than an earlier answer promised: an acknowledged line is in every transcript requested later, and
 * lines stored later have greater numbers.
 */
final class TimeRules {
    /**
     * What an answer says about the length of the log.
     *
     * @param from the least last seq at the end of the span; 0 if unknown
     * @param upTo the greatest last seq at the beginning of the span
     */
    private record Fact(Span span, long from, long upTo, String words) {}

    private TimeRules() {}

    static List<Violation> check(History history) {
        var facts = facts(history);
        var byEnd = new ArrayList<>(facts);
        byEnd.sort(Comparator.comparingLong(fact -> fact.span().end()));
        facts.sort(Comparator.comparingLong(fact -> fact.span().begin()));
        var found = new ArrayList<Violation>();
        long known = 0;
        String source = "";
        int next = 0;
        for (Fact fact : facts) {
            while (next < byEnd.size()
                    && byEnd.get(next).span().end() < fact.span().begin()) {
                Fact earlier = byEnd.get(next++);
                if (earlier.from() > known) {
                    known = earlier.from();
                    source = earlier.words();
                }
            }
            if (known > fact.upTo()) {
                found.add(new Violation(
                        Kind.STALE,
                        "%s %s, after %s with %d".formatted(history.session(), fact.words(), source, known)));
            }
        }
        return found;
    }

    private static List<Fact> facts(History history) {
        var facts = new ArrayList<Fact>();
        for (var relay : history.relays()) {
            if (relay.outcome() == Outcome.STORED) {
                facts.add(new Fact(relay.span(), relay.seq(), relay.seq() - 1, "a line became " + relay.seq()));
            } else if (relay.outcome() == Outcome.AGAIN) {
                facts.add(new Fact(relay.span(), relay.seq(), Long.MAX_VALUE, "a line is known as " + relay.seq()));
            }
        }
        for (var read : history.reads()) {
            facts.add(new Fact(read.span(), read.lastSeq(), read.lastSeq(), "a transcript ended at " + read.lastSeq()));
        }
        for (var end : history.ends()) {
            facts.add(new Fact(end.span(), end.sum().lastSeq(), Long.MAX_VALUE, "the end was answered"));
        }
        for (var reader : history.readers()) {
            for (var seen : reader.seen()) {
                var span = new Span(seen.at(), seen.at());
                facts.add(new Fact(span, seen.frame().seq(), Long.MAX_VALUE, reader.name() + " saw an event"));
            }
        }
        return facts;
    }
}
