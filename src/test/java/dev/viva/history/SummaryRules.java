package dev.viva.history;

import dev.viva.history.History.Frame;
import dev.viva.history.History.Read;
import dev.viva.history.History.Shown;
import dev.viva.history.History.Sum;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every summary of a transcript is correct: last seq, number of lines, digest. */
final class SummaryRules {
    private final History history;
    private final List<Violation> found = new ArrayList<>();

    private final Map<Long, Shown> lines = new TreeMap<>();

    private SummaryRules(History history) {
        this.history = history;
        for (Frame frame : history.stored()) {
            if (frame.type().equals("turn") || frame.type().equals("turn_revised")) {
                lines.put(frame.seq(), frame.turn());
            }
        }
    }

    static List<Violation> check(History history) {
        var rules = new SummaryRules(history);
        for (Frame frame : history.stored()) {
            if (frame.type().equals("ended") || frame.type().equals("closed")) {
                rules.sum(frame.type(), frame.summary(), frame.seq());
            }
        }
        rules.once("ended");
        rules.once("closed");
        rules.ends();
        history.reads().forEach(rules::read);
        return rules.found;
    }

    private void violated(Kind kind, String words, Object... values) {
        found.add(new Violation(kind, history.session() + " " + words.formatted(values)));
    }

    /** The lines up to an event with their text at that time, in reading order. */
    private List<Shown> upTo(long seq) {
        var turns = new LinkedHashMap<String, Shown>();
        lines.forEach((at, turn) -> {
            if (at <= seq) {
                turns.put(turn.item(), turn);
            }
        });
        return NaiveOrder.of(List.copyOf(turns.values()));
    }

    private void sum(String what, Sum sum, long seq) {
        List<Shown> turns = upTo(seq);
        if (sum.lastSeq() != seq) {
            violated(Kind.WRONG_COUNT, "%s has last number %d instead of %d", what, sum.lastSeq(), seq);
        }
        if (sum.turns() != turns.size()) {
            violated(Kind.WRONG_COUNT, "%s counts %d lines instead of %d", what, sum.turns(), turns.size());
        }
        if (!sum.digest().equals(NaiveOrder.digest(turns))) {
            violated(Kind.WRONG_DIGEST, "%s has a wrong digest for the %d lines up to %d", what, turns.size(), seq);
        }
    }

    private void once(String type) {
        long times = history.stored().stream()
                .filter(frame -> frame.type().equals(type))
                .count();
        if (times > 1) {
            violated(Kind.DOUBLED, "%s is stored %d times", type, times);
        }
    }

    /** The answer to ending the session equals its event. */
    private void ends() {
        var ended = history.stored().stream()
                .filter(frame -> frame.type().equals("ended"))
                .findFirst();
        for (var answer : history.ends()) {
            if (ended.isEmpty()) {
                violated(Kind.LOST, "the end was answered but is not stored");
            } else if (!answer.sum().equals(ended.get().summary())) {
                violated(Kind.CHANGED, "the end was answered differently than stored");
            }
        }
    }

    private void read(Read read) {
        if (read.sum() == null) {
            page(read);
            return;
        }
        sum("a transcript", read.sum(), read.lastSeq());
        if (!read.turns().equals(upTo(read.lastSeq()))) {
            violated(Kind.CHANGED, "a transcript of %d shows other lines or another order", read.lastSeq());
        }
    }

    private void page(Read read) {
        var arrived = history.stored().stream()
                .filter(frame -> frame.type().equals("turn"))
                .map(Frame::seq)
                .toList();
        var shown = read.turns().stream().map(Shown::seq).toList();
        long due = arrived.stream().filter(seq -> seq <= read.lastSeq()).count();
        if (shown.size() > arrived.size() || !shown.equals(arrived.subList(0, shown.size()))) {
            violated(Kind.CHANGED, "a page shows lines %s instead of %s", shown, arrived);
        } else if (shown.size() < due) {
            violated(Kind.MISSED, "a page of %d shows %d lines of %d", read.lastSeq(), shown.size(), due);
        }
    }
}
