package dev.viva.history;

import dev.viva.history.History.Frame;
import dev.viva.history.History.Reader;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Every reader sees the stored events unchanged: each once, in order, without gaps, across all its connections. */
final class ReaderRules {
    private final History history;
    private final List<Violation> found = new ArrayList<>();
    private final Map<Long, Frame> stored = new HashMap<>();

    private ReaderRules(History history) {
        this.history = history;
        history.stored().forEach(frame -> stored.put(frame.seq(), frame));
    }

    /** For an erased session, of which nothing is stored. */
    static List<Violation> checkOrder(History history) {
        var rules = new ReaderRules(history);
        history.readers().forEach(rules::order);
        return rules.found;
    }

    static List<Violation> check(History history) {
        var rules = new ReaderRules(history);
        history.readers().forEach(rules::order);
        history.readers().forEach(rules::content);
        return rules.found;
    }

    private void violated(Kind kind, Reader reader, String words, Object... values) {
        found.add(new Violation(kind, history.session() + " " + reader.name() + " " + words.formatted(values)));
    }

    private void order(Reader reader) {
        var before = new HashSet<Long>();
        long last = 0;
        for (var seen : reader.seen()) {
            long seq = seen.frame().seq();
            if (!before.add(seq)) {
                violated(Kind.DOUBLED, reader, "saw event %d twice", seq);
            } else if (seq < last) {
                violated(Kind.REORDERED, reader, "saw event %d after %d", seq, last);
            } else if (seq > last + 1) {
                violated(Kind.GAP, reader, "saw event %d after %d", seq, last);
            }
            last = Math.max(last, seq);
        }
        long end = history.stored().isEmpty() ? 0 : history.stored().getLast().seq();
        if (reader.toTheEnd() && last < end) {
            violated(Kind.MISSED, reader, "ended with %d although there are %d", last, end);
        }
    }

    private void content(Reader reader) {
        for (var seen : reader.seen()) {
            Frame shown = seen.frame();
            Frame kept = stored.get(shown.seq());
            if (kept == null) {
                violated(Kind.PHANTOM, reader, "saw event %d, which is not stored", shown.seq());
            } else if (!kept.equals(shown)
                    && !(kept.type().equals(shown.type()) && kept.json().equals(shown.json()))) {
                violated(Kind.CHANGED, reader, "saw event %d different from the stored one", shown.seq());
            }
        }
    }
}
