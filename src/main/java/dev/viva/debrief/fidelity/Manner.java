package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Exact;
import java.util.List;

/**
 * How a patient talks in a conversation, beside how the patients of the labelled interviews do. Who says little says
 * what is new in few and plain words; who is lively uses many that the case does not have, and claims nothing by them.
 * Each number is 0 for the usual patient; 1,000 is one standard deviation more.
 *
 * @param length words of a line
 * @param strongest how telling the strongest word is that the case does not have, in a sentence
 */
record Manner(int length, int strongest) {
    /** Of the interviews to which the weights are fitted: the mean and the standard deviation, in thousandths. */
    private static final int USUAL_LENGTH = 17_600;

    private static final int SPREAD_OF_LENGTH = 4_500;
    private static final int USUAL_STRONGEST = 288;
    private static final int SPREAD_OF_STRONGEST = 127;

    /** So many usual ones are counted with those of the conversation: a few lines say little of a manner. */
    private static final int USUAL_ONES = 5;

    private static final int MAX_WORDS = 60;
    private static final int MAX_APART = 3 * Exact.WHOLE;

    /** @param lines all of the patient */
    static Manner of(List<FidelityCheck.Spoken> lines) {
        List<Integer> lengths = lines.stream()
                .map(line -> line.exchange().answer().whole().words().size())
                .map(words -> Exact.WHOLE * Math.min(MAX_WORDS, words))
                .toList();
        List<Integer> strongest = lines.stream()
                .flatMap(line -> line.sentences().stream())
                .map(sentence -> sentence.clues().of(Clue.STRONGEST))
                .toList();
        return new Manner(
                beside(lengths, USUAL_LENGTH, SPREAD_OF_LENGTH),
                beside(strongest, USUAL_STRONGEST, SPREAD_OF_STRONGEST));
    }

    private static int beside(List<Integer> values, int usual, int spread) {
        long apart = values.stream().mapToLong(value -> value - usual).sum();
        long mean = Math.floorDiv(apart * Exact.WHOLE, (long) (values.size() + USUAL_ONES) * spread);
        return (int) Math.clamp(mean, -MAX_APART, MAX_APART);
    }
}
