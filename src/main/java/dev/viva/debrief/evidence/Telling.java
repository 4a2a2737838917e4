package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Span;
import dev.viva.model.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A line of the patient that tells a topic, or may.
 *
 * @param quote the part of the line that shows it
 * @param odds the logarithm of the odds that it tells the topic, in thousandths
 * @param byQuestion whether the question shows what the answer is about, since the answer is short or unlike the case's
 * @param asking the question that earned it; null when nobody asked
 */
public record Telling(
        Topic topic,
        Exchange exchange,
        Span quote,
        int odds,
        boolean byQuestion,
        @Nullable Asking asking) {
    /** From here on the topic counts as told. */
    private static final int TOLD = -400;

    /** From here on a person should look. */
    static final int UNCLEAR = -1_600;

    /** Of an interrupted line, what stands behind this part may never have been heard; in per cent. */
    private static final int HEARD = 66;

    /** A line of so few words is said before anybody can interrupt it. */
    private static final int MAX_BRIEF = 4;

    Telling askedBy(Turn line) {
        return new Telling(topic, exchange, quote, odds, byQuestion, new Asking(topic, line, 0));
    }

    /** Whether it counts as told; otherwise it is unclear. */
    public boolean sure() {
        return odds >= TOLD;
    }

    /** Whether it was surely heard: the quote of an interrupted line may reach into what was cut off. */
    public boolean heard() {
        Line answer = exchange.answer();
        return !Boolean.TRUE.equals(answer.turn().interrupted())
                || answer.whole().words().size() <= MAX_BRIEF
                || quote.end() * 100 <= answer.turn().text().length() * HEARD;
    }

    /** How sure it is, in per cent. */
    public int score() {
        return Judgement.likelihood(odds) / 10;
    }
}
