package dev.viva.debrief.fidelity;

import dev.viva.debrief.evidence.Concepts;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** What a text only asserts and what it only denies, without parts of the body. Immutable. */
record Named(Set<String> asserted, Set<String> denied) {
    static Named in(String text) {
        Set<String> asserted = new HashSet<>();
        Set<String> denied = new HashSet<>();
        for (Stated sentence : Stated.sentences(text)) {
            for (Assertion one : Assertion.in(sentence)) {
                if (!one.is(Concepts.Kind.BODY)) {
                    (one.denied() ? denied : asserted).add(one.name());
                }
            }
        }
        Set<String> both = new HashSet<>(asserted);
        both.retainAll(denied);
        asserted.removeAll(both);
        denied.removeAll(both);
        return new Named(asserted, denied);
    }

    boolean isEmpty() {
        return asserted.isEmpty() && denied.isEmpty();
    }

    /** Whether one asserts what the other denies. */
    boolean contradicts(Named other) {
        return !Collections.disjoint(asserted, other.denied) || !Collections.disjoint(denied, other.asserted);
    }
}
