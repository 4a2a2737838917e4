package dev.viva.authoring;

import dev.viva.model.Phase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The phase of a rehearsal, with the words by which an author may name it. */
enum Stage {
    HISTORY(Phase.SUBJECTIVE),
    EXAMINATION(Phase.OBJECTIVE),
    PLAN(Phase.TREATMENT_PLAN);

    private final Phase phase;

    Stage(Phase phase) {
        this.phase = phase;
    }

    Phase phase() {
        return phase;
    }

    /** As in the contract. */
    String wire() {
        return phase.toString();
    }

    static Optional<Stage> named(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(stage -> Set.of(stage.wire(), stage.name().toLowerCase(Locale.ROOT))
                        .contains(plain))
                .findFirst();
    }
}
