package dev.viva.simulator.patient;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a student's line asks for.
 *
 * @param asked at most two meanings of the case, in the order in which they were asked for
 * @param unsure two topics, or two tests, of which one may be meant, when nothing is sure
 * @param talk what the line does besides; null if nothing was recognised
 */
record Understanding(
        List<Meaning> asked, List<Meaning> unsure, @Nullable Intent talk) {
    static Understanding of(Intent talk) {
        return new Understanding(List.of(), List.of(), talk);
    }

    static Understanding nothing() {
        return new Understanding(List.of(), List.of(), null);
    }

    boolean isEmpty() {
        return asked.isEmpty() && unsure.isEmpty() && talk == null;
    }
}
