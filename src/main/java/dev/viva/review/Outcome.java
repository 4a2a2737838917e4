package dev.viva.review;

import dev.viva.model.GapReason;
import dev.viva.model.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a question to the model; stored, and the label of metrics. */
enum Outcome {
    MET,
    NOT_MET,
    UNCLEAR,
    INVENTED_QUOTE,
    UNREADABLE,
    UNAVAILABLE,
    SWITCHED_OFF,
    TOO_LONG;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Outcome of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    static Outcome of(Verdict verdict) {
        return of(verdict.toString());
    }

    /** Empty when there is no proposal. */
    Optional<Verdict> verdict() {
        return Stream.of(Verdict.values())
                .filter(verdict -> verdict.toString().equals(label()))
                .findFirst();
    }

    GapReason reason() {
        return GapReason.fromValue(label());
    }
}
