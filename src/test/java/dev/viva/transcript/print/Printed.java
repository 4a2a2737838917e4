package dev.viva.transcript.print;

import dev.viva.model.Phase;
import dev.viva.model.Role;
import dev.viva.model.Transcript;
import dev.viva.model.Turn;
import dev.viva.model.TurnSource;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transcript in a printed form, as one text, and a line for it. */
final class Printed {
    static final Instant AT = Instant.parse("2026-11-02T10:04:31.200Z");

    private Printed() {}

    static Turn turn(long seq, String text, @Nullable Phase phase) {
        return new Turn(
                seq,
                "item_" + seq,
                Role.STUDENT,
                null,
                phase,
                text,
                TurnSource.CLIENT,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                AT,
                null);
    }

    static String page(Transcript transcript) {
        return in(new TranscriptPage(), transcript);
    }

    static String text(Transcript transcript) {
        return in(new TranscriptText(), transcript);
    }

    private static String in(PrintedForm form, Transcript transcript) {
        var out = new StringWriter();
        try {
            form.print(transcript, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }
}
