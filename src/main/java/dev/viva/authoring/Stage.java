package dev.viva.authoring;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The phase of a rehearsal, with the words by which an author may name it. */
enum Stage {
    HISTORY("subjective"),
    EXAMINATION("objective"),
    PLAN("treatment_plan");

    private final String wire;

    Stage(String wire) {
        this.wire = wire;
    }

    /** As in the contract. */
    String wire() {
        return wire;
    }

    static Optional<Stage> named(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(stage -> Set.of(stage.wire, stage.name().toLowerCase(Locale.ROOT))
                        .contains(plain))
                .findFirst();
    }
}
