package dev.viva.transcript.print;

import dev.viva.model.Transcript;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A transcript in a printed form, as one text. */
final class Printed {
    private Printed() {}

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
