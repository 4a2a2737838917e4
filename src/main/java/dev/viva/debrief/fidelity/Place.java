package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.language.Span;
import dev.viva.debrief.language.Words;
import java.util.List;

/**
 * Where a sentence stands in its line.
 *
 * @param line its text
 * @param sentences of the line
 * @param number which of them it is, from 0
 * @param ofLine what the line tells of the case
 */
record Place(String line, List<Span> sentences, int number, List<Telling> ofLine) {
    private static boolean within(Telling telling, Span span) {
        return telling.quote().start() < span.end()
                && span.start() < telling.quote().end();
    }

    /** What of the case the sentence tells. */
    List<Telling> told() {
        return ofLine.stream().filter(one -> within(one, sentences.get(number))).toList();
    }

    boolean isFirst() {
        return number == 0;
    }

    boolean isLast() {
        return number == sentences.size() - 1;
    }

    private static boolean denies(List<String> words) {
        return !words.isEmpty() && ClaimWords.isNegator(words.getFirst());
    }

    /** Whether a sentence before it denies. */
    boolean afterDenial() {
        return sentences.subList(0, number).stream().anyMatch(span -> denies(Words.of(span.of(line))));
    }

    /** Whether a sentence before it tells something of the case. */
    boolean afterTold() {
        return sentences.subList(0, number).stream()
                .anyMatch(span -> ofLine.stream().anyMatch(telling -> within(telling, span)));
    }
}
