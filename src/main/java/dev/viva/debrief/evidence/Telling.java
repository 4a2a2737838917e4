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

    Telling askedBy(Turn line) {
        return new Telling(topic, exchange, quote, odds, byQuestion, new Asking(topic, line, 0));
    }

    /** Whether it counts as told; otherwise it is unclear. */
    public boolean sure() {
        return odds >= TOLD;
    }

    /** How sure it is, in per cent. */
    public int score() {
        return Judgement.likelihood(odds) / 10;
    }
}
