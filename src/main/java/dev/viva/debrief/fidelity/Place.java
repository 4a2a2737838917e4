package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Passage;
import dev.viva.debrief.evidence.Telling;
import dev.viva.debrief.language.Span;
import java.util.List;

/**
 * Where a sentence stands in its line.
 *
 * @param sentences of the line
 * @param number which of them it is, from 0
 * @param ofLine what the line tells of the case
 */
record Place(List<Passage> sentences, int number, List<Telling> ofLine) {
    private static boolean within(Telling telling, Span span) {
        return telling.quote().start() < span.end()
                && span.start() < telling.quote().end();
    }

    /** What of the case the sentence tells. */
    List<Telling> told() {
        return ofLine.stream()
                .filter(one -> within(one, sentences.get(number).span()))
                .toList();
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
        return sentences.subList(0, number).stream().anyMatch(sentence -> denies(sentence.words()));
    }

    /** Whether a sentence before it tells something of the case. */
    boolean afterTold() {
        return sentences.subList(0, number).stream()
                .map(Passage::span)
                .anyMatch(span -> ofLine.stream().anyMatch(telling -> within(telling, span)));
    }
}
