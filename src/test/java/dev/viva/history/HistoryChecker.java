package dev.viva.history;

import dev.viva.history.History.Frame;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Shown;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a session's history against the promises of the transcript and lists the violations. */
public final class HistoryChecker {
    private final History history;
    private final List<Violation> found = new ArrayList<>();
    private final Map<String, Shown> turns = new HashMap<>();

    private HistoryChecker(History history) {
        this.history = history;
    }

    public static List<Violation> check(History history) {
        if (!history.erased().confirmed().isEmpty()) {
            return ErasureRules.check(history);
        }
        var checker = new HistoryChecker(history);
        checker.numbers();
        checker.turns();
        checker.relays();
        checker.senders();
        checker.phases();
        history.erased().gone().forEach(span -> checker.violated(Kind.LOST, "is gone but was not erased"));
        checker.found.addAll(ReaderRules.check(history));
        checker.found.addAll(SummaryRules.check(history));
        checker.found.addAll(TimeRules.check(history));
        return List.copyOf(checker.found);
    }

    private void violated(Kind kind, String words, Object... values) {
        found.add(new Violation(kind, history.session() + " " + words.formatted(values)));
    }

    /** The log counts from 1 without gaps, and nothing follows its last event. */
    private void numbers() {
        long expected = 1;
        for (Frame frame : history.stored()) {
            if (frame.seq() < expected) {
                violated(Kind.DOUBLED, "number %d is used twice", frame.seq());
            } else if (frame.seq() > expected) {
                violated(Kind.GAP, "%d is followed by %d", expected - 1, frame.seq());
            }
            expected = frame.seq() + 1;
        }
        boolean closed = false;
        for (Frame frame : history.stored()) {
            if (closed) {
                violated(Kind.AFTER_CLOSED, "%s %d follows closed", frame.type(), frame.seq());
            }
            closed |= frame.type().equals("closed");
        }
    }

    private void turns() {
        for (Frame frame : history.stored()) {
            if (frame.type().equals("turn")) {
                Shown turn = frame.turn();
                if (turn.seq() != frame.seq()) {
                    violated(Kind.CHANGED, "the line of event %d has seq %d", frame.seq(), turn.seq());
                }
                if (turns.putIfAbsent(turn.item(), turn) != null) {
                    violated(Kind.DOUBLED, "line %s is stored twice, again as %d", turn.item(), frame.seq());
                }
            }
        }
    }

    /** Each answer to a line agrees with the stored log. */
    private void relays() {
        for (Relay relay : history.relays()) {
            Line line = relay.line();
            Shown turn = turns.get(line.item());
            switch (relay.outcome()) {
                case STORED, AGAIN -> acknowledged(relay, turn);
                case CONFLICT -> {
                    if (turn == null) {
                        violated(Kind.LOST, "line %s was a conflict but is not stored", line.item());
                    } else if (turn.text().equals(line.text()) && turn.role().equals(line.role())) {
                        violated(Kind.REFUSED, "line %s is stored with refused text", line.item());
                    }
                }
                case ENDED -> {
                    if (turn != null && turn.text().equals(line.text())) {
                        violated(Kind.REFUSED, "line %s was refused as too late but is stored", line.item());
                    }
                }
                case GONE -> violated(Kind.LOST, "line %s found no session, but it was not erased", line.item());
                case UNKNOWN -> {}
            }
        }
    }

    private void acknowledged(Relay relay, @Nullable Shown turn) {
        Line line = relay.line();
        if (turn == null) {
            violated(Kind.LOST, "line %s was acknowledged as %d but is not stored", line.item(), relay.seq());
            return;
        }
        boolean words = turn.text().equals(line.text()) || relay.outcome() == Outcome.AGAIN && revised(line);
        if (!words || !turn.role().equals(line.role())) {
            violated(Kind.CHANGED, "line %s is stored with other text than acknowledged", line.item());
        }
        if (turn.late() != relay.late()) {
            violated(Kind.CHANGED, "line %s was acknowledged with another late mark", line.item());
        }
        if (turn.seq() != relay.seq()) {
            violated(Kind.REORDERED, "line %s was acknowledged as %d but is %d", line.item(), relay.seq(), turn.seq());
        }
    }

    private boolean revised(Line line) {
        return history.stored().stream()
                .filter(frame -> frame.type().equals("turn_revised"))
                .map(Frame::turn)
                .anyMatch(turn -> turn.item().equals(line.item()) && turn.text().equals(line.text()));
    }

    /** Each stored line was sent with this text. */
    private void senders() {
        Set<List<String>> sent = new HashSet<>();
        history.relays().forEach(relay -> sent.add(key(relay.line())));
        Set<List<String>> reported = new HashSet<>();
        history.reported().forEach(line -> reported.add(key(line)));
        for (Frame frame : history.stored()) {
            if (frame.type().equals("turn_revised") || frame.type().equals("turn")) {
                Shown turn = frame.turn();
                var key = List.of(turn.item(), turn.role(), turn.text());
                if (!reported.contains(key) && !sent.contains(key)) {
                    violated(Kind.PHANTOM, "line %s of event %d was never sent", turn.item(), frame.seq());
                }
            }
        }
    }

    private static List<String> key(Line line) {
        return List.of(line.item(), line.role(), line.text());
    }

    /** Each answered phase is in the log once; a session's first phase is not. */
    private void phases() {
        var stored = history.stored().stream()
                .filter(frame -> frame.type().equals("phase"))
                .map(frame -> frame.json().path("phase").asText())
                .toList();
        if (new HashSet<>(stored).size() < stored.size()) {
            violated(Kind.DOUBLED, "phases are stored twice: %s", stored);
        }
        for (var step : history.phases()) {
            if (!step.phase().equals("subjective") && !stored.contains(step.phase())) {
                violated(Kind.LOST, "phase %s was answered but is not stored", step.phase());
            }
        }
    }
}
