package dev.viva.patient;

import dev.viva.patient.Occasion.Findings;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Occasions on one fixed day. */
public final class Occasions {
    static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    /** A call with a sideband. */
    public static final Occasion SIDEBAND = new Occasion(DAY, "en", "en", Findings.FROM_FUNCTION);

    /** A call without a sideband. */
    public static final Occasion ALONE = new Occasion(DAY, "en", "en", Findings.WRITTEN);

    private Occasions() {}

    static Occasion in(@Nullable String inputLanguage, @Nullable String replyLanguage) {
        return new Occasion(DAY, inputLanguage, replyLanguage, Findings.FROM_FUNCTION);
    }
}
