package dev.viva.patient;

import dev.viva.model.Phase;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.stream.Stream;

/**
 * Composes what the voice is told. The browser can read it in {@code session.created}. So it takes from the case only
 * what the person knows whom the voice plays, never the diagnosis, the red flags, the expected plan or a note.
 *
 * <p>The first line names the case; the last section names the phase. Everything that depends on the phase stands at
 * the end: the provider charges less for a beginning that it has seen.
 */
public final class Instructions {
    /** The provider accepts 16,384 tokens of instructions and tools; the difference is a margin for this estimate. */
    public static final int MAX_TOKENS = 12_000;

    private Instructions() {}

    /** What the voice is told when it plays the pair in a phase. */
    public static String compose(CasePair pair, Phase phase, Occasion occasion) {
        var role = pair.role();
        Stream<Section> sections =
                role == null ? PatientPrompt.of(pair, phase, occasion) : RolePrompt.of(pair, role, phase, occasion);
        return "Case reference: " + pair.reference() + "\n\n" + Section.write(sections);
    }

    /** All that the voice can be told of the pair, to check a case. */
    public static String whole(CasePair pair) {
        var occasion = new Occasion(LocalDate.of(2026, 1, 1), null, null, Occasion.Findings.WRITTEN);
        return compose(pair, Phase.OBJECTIVE, occasion);
    }

    /** Estimates the tokens at 3.5 bytes each. That is right for English and too high for other languages. */
    public static int estimatedTokens(String instructions) {
        return instructions.getBytes(StandardCharsets.UTF_8).length * 2 / 7;
    }
}
