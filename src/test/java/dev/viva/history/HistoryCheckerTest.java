package dev.viva.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.history.History.Erased;
import dev.viva.history.History.Frame;
import dev.viva.history.History.Line;
import dev.viva.history.History.Outcome;
import dev.viva.history.History.Read;
import dev.viva.history.History.Reader;
import dev.viva.history.History.Relay;
import dev.viva.history.History.Seen;
import dev.viva.history.History.Shown;
import dev.viva.history.History.Span;
import dev.viva.history.History.Step;
import dev.viva.history.History.Sum;
import dev.viva.history.History.Summed;
import dev.viva.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker is only as good as the violations that it finds: each kind is constructed here. */
class HistoryCheckerTest {
    private static final String AT = "\"created_at\":\"2026-11-02T10:00:0%d.000Z\"";

    private final List<Relay> relays = new ArrayList<>();
    private final List<Step> phases = new ArrayList<>();
    private final List<Summed> ends = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Span> erasures = new ArrayList<>();
    private final List<Span> gone = new ArrayList<>();
    private final List<Frame> stored = new ArrayList<>();

    /** A correct history: two lines, a phase, the end, a late line, the close; one reader saw all of it. */
    HistoryCheckerTest() {
        stored.add(turn(1, "a", "Hello", false));
        stored.add(turn(2, "b", "Good morning", false));
        stored.add(new Frame(3, "phase", "{\"phase\":\"objective\"}"));
        stored.add(summed(4, "ended", digest(2)));
        stored.add(turn(5, "c", "Goodbye", true));
        stored.add(summed(6, "closed", digest(5)));
        relays.add(relay(10, "a", "Hello", Outcome.STORED, 1));
        relays.add(relay(20, "b", "Good morning", Outcome.STORED, 2));
        relays.add(relay(25, "b", "Good morning", Outcome.AGAIN, 2));
        relays.add(relay(26, "b", "Good evening", Outcome.CONFLICT, 0));
        phases.add(new Step(new Span(30, 31), "objective"));
        ends.add(new Summed(new Span(40, 41), new Sum(4, 2, digest(2))));
        relays.add(new Relay(new Span(50, 51), line("c", "Goodbye"), Outcome.STORED, 5, true));
        relays.add(relay(60, "d", "Hello?", Outcome.ENDED, 0));
        relays.add(relay(61, "e", "Hello?", Outcome.UNKNOWN, 0));
        reads.add(new Read(new Span(70, 71), 6, new Sum(6, 3, digest(5)), turns(6)));
        reads.add(new Read(new Span(22, 23), 2, null, turns(2)));
        for (int i = 0; i < stored.size(); i++) {
            seen.add(new Seen(50, 100 + i, stored.get(i)));
        }
    }

    @Test
    void acceptsACorrectHistory() {
        assertThat(check()).isEmpty();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                broken(
                        "an acknowledged line is lost",
                        Kind.LOST,
                        h -> h.relays.add(h.relay(27, "x", "Yes", Outcome.STORED, 3))),
                broken("a line is stored twice", Kind.DOUBLED, h -> h.stored.set(4, turn(5, "a", "Hello", true))),
                broken("a number is used twice", Kind.DOUBLED, h -> h.stored.add(1, turn(1, "x", "Hello", false))),
                broken(
                        "a line has a different number than its receipt",
                        Kind.REORDERED,
                        h -> h.relay(1, 20, Outcome.STORED, 5)),
                broken("a number is missing", Kind.GAP, h -> h.stored.remove(2)),
                broken("a line was never sent", Kind.PHANTOM, h -> h.stored.set(4, turn(5, "x", "Boo", true))),
                broken("a line has other text", Kind.CHANGED, h -> h.stored.set(0, turn(1, "a", "Hullo", false))),
                broken("a late line is not marked", Kind.CHANGED, h -> h.stored.set(4, turn(5, "c", "Goodbye", false))),
                broken(
                        "a conflicting line is stored",
                        Kind.REFUSED,
                        h -> h.relays.add(h.relay(28, "a", "Hello", Outcome.CONFLICT, 0))),
                broken(
                        "a refused late line is stored",
                        Kind.REFUSED,
                        h -> h.relays.add(h.relay(62, "c", "Goodbye", Outcome.ENDED, 0))),
                broken(
                        "a conflict without a stored line",
                        Kind.LOST,
                        h -> h.relays.add(h.relay(28, "x", "Hello", Outcome.CONFLICT, 0))),
                broken("a phase is lost", Kind.LOST, h -> h.phases.add(new Step(new Span(35, 36), "treatment_plan"))),
                broken(
                        "a phase is stored twice",
                        Kind.DOUBLED,
                        h -> h.stored.set(4, new Frame(5, "phase", "{\"phase\":\"objective\"}"))),
                broken("a reader missed an event", Kind.GAP, h -> h.seen.remove(2)),
                broken("a reader missed the last event", Kind.MISSED, h -> h.seen.removeLast()),
                broken("a reader saw an event twice", Kind.DOUBLED, h -> h.seen.add(3, h.seen.get(2))),
                broken("a reader saw events in another order", Kind.REORDERED, h -> Collections.swap(h.seen, 2, 3)),
                broken(
                        "a reader saw an unknown event",
                        Kind.PHANTOM,
                        h -> h.seen.add(new Seen(50, 200, turn(7, "x", "Boo", false)))),
                broken(
                        "a reader saw other text",
                        Kind.CHANGED,
                        h -> h.seen.set(0, new Seen(50, 100, turn(1, "a", "Hullo", false)))),
                broken(
                        "the end has another digest",
                        Kind.WRONG_DIGEST,
                        h -> h.stored.set(3, summed(4, "ended", digest(5)))),
                broken(
                        "the close has another digest",
                        Kind.WRONG_DIGEST,
                        h -> h.stored.set(5, summed(6, "closed", "0"))),
                broken(
                        "the close has a wrong count",
                        Kind.WRONG_COUNT,
                        h -> h.stored.set(5, summed(6, "closed", 6, 4, digest(5)))),
                broken(
                        "the close has another last number",
                        Kind.WRONG_COUNT,
                        h -> h.stored.set(5, summed(6, "closed", 5, 3, digest(5)))),
                broken("the end is stored twice", Kind.DOUBLED, h -> h.stored.set(4, summed(5, "ended", digest(2)))),
                broken(
                        "the end was answered differently",
                        Kind.CHANGED,
                        h -> h.ends.add(new Summed(new Span(45, 46), new Sum(5, 2, digest(2))))),
                broken("an event follows the close", Kind.AFTER_CLOSED, h -> h.stored.add(turn(7, "a", "Hello", true))),
                broken(
                        "a transcript shows more than its number",
                        Kind.CHANGED,
                        h -> h.reads.add(new Read(new Span(72, 73), 6, new Sum(6, 3, digest(5)), turns(2)))),
                broken(
                        "a transcript has another digest",
                        Kind.WRONG_DIGEST,
                        h -> h.reads.add(new Read(new Span(72, 73), 6, new Sum(6, 3, digest(2)), turns(6)))),
                broken(
                        "a page omits a line",
                        Kind.CHANGED,
                        h -> h.reads.add(new Read(new Span(72, 73), 6, null, turns(6).subList(1, 3)))),
                broken(
                        "a page ends too soon",
                        Kind.MISSED,
                        h -> h.reads.add(new Read(new Span(72, 73), 6, null, turns(2)))),
                broken(
                        "a transcript lacks an acknowledged line",
                        Kind.STALE,
                        h -> h.reads.add(new Read(new Span(54, 55), 2, null, turns(2)))),
                broken("a later line has a smaller number", Kind.STALE, h -> h.relay(0, 28, Outcome.STORED, 1)));
    }

    private static Arguments broken(String name, Kind kind, Consumer<HistoryCheckerTest> change) {
        return Arguments.of(name, kind, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    void detectsEachViolation(String name, Kind kind, Consumer<HistoryCheckerTest> change) {
        change.accept(this);

        assertThat(check()).as(name).extracting(Violation::kind).contains(kind);
    }

    /** The same history, erased at 80; each case changes one thing. */
    static Stream<Arguments> erasureViolations() {
        return Stream.of(
                broken("a line is kept", Kind.KEPT, h -> h.stored.add(turn(1, "a", "Hello", false))),
                broken("a line is known", Kind.KEPT, h -> h.relays.add(h.relay(90, "a", "Hello", Outcome.AGAIN, 1))),
                broken("a line is stored", Kind.KEPT, h -> h.relays.add(h.relay(90, "f", "Hello", Outcome.STORED, 7))),
                broken("a phase is answered", Kind.KEPT, h -> h.phases.add(new Step(new Span(90, 91), "objective"))),
                broken(
                        "a summary is answered",
                        Kind.KEPT,
                        h -> h.ends.add(new Summed(new Span(90, 91), new Sum(4, 2, digest(2))))),
                broken(
                        "lines are read",
                        Kind.KEPT,
                        h -> h.reads.add(new Read(new Span(90, 91), 6, new Sum(6, 3, digest(5)), turns(6)))),
                broken("the session reappears", Kind.KEPT, h -> {
                    h.relays.add(h.relay(77, "f", "Hello", Outcome.GONE, 0));
                    h.reads.add(new Read(new Span(79, 80), 6, new Sum(6, 3, digest(5)), turns(6)));
                }),
                broken(
                        "a new reader sees a line",
                        Kind.KEPT,
                        h -> h.seen.set(0, new Seen(90, 100, turn(1, "a", "Hello", false)))));
    }

    @Test
    void acceptsACorrectErasure() {
        erase();
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("erasureViolations")
    void detectsEachViolationOfAnErasure(String name, Kind kind, Consumer<HistoryCheckerTest> change) {
        erase();
        change.accept(this);

        assertThat(check()).as(name).extracting(Violation::kind).contains(kind);
    }

    @Test
    void detectsASessionLostWithoutErasure() {
        gone.add(new Span(90, 91));
        assertThat(check()).extracting(Violation::kind).containsExactly(Kind.LOST);
    }

    private void erase() {
        stored.clear();
        erasures.add(new Span(80, 81));
        gone.add(new Span(95, 96));
        relays.add(relay(96, "a", "Hello", Outcome.GONE, 0));
    }

    private List<Violation> check() {
        var reader = new Reader("reader", seen, true);
        var erased = new Erased(erasures, gone);
        return HistoryChecker.check(
                new History("ses_x", relays, phases, ends, reads, List.of(reader), List.of(), erased, stored));
    }

    private static Line line(String item, String text) {
        return new Line(item, "student", text, null);
    }

    private Relay relay(long begin, String item, String text, Outcome outcome, long seq) {
        return new Relay(new Span(begin, begin + 1), line(item, text), outcome, seq, false);
    }

    /** Replaces a relay with one at another time or with another outcome. */
    private void relay(int index, long begin, Outcome outcome, long seq) {
        Line line = relays.get(index).line();
        relays.set(index, relay(begin, line.item(), line.text(), outcome, seq));
    }

    private static Frame turn(long seq, String item, String text, boolean late) {
        return new Frame(
                seq,
                "turn",
                ("{\"turn\":{\"seq\":%d,\"item_id\":\"%s\",\"role\":\"student\",\"text\":\"%s\",\"late\":%b," + AT
                                + "}}")
                        .formatted(seq, item, text, late, seq));
    }

    private static Frame summed(long seq, String type, String digest) {
        return summed(seq, type, seq, seq < 5 ? 2 : 3, digest);
    }

    private static Frame summed(long at, String type, long last, int turns, String digest) {
        return new Frame(
                at,
                type,
                "{\"summary\":{\"last_seq\":%d,\"turn_count\":%d,\"digest\":\"%s\"}}".formatted(last, turns, digest));
    }

    private static List<Shown> turns(long upTo) {
        return Stream.of(
                        turn(1, "a", "Hello", false),
                        turn(2, "b", "Good morning", false),
                        turn(5, "c", "Goodbye", true))
                .filter(frame -> frame.seq() <= upTo)
                .map(Frame::turn)
                .toList();
    }

    private static String digest(long upTo) {
        return NaiveOrder.digest(turns(upTo));
    }
}
