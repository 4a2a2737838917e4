package dev.viva.transcript.print;

import io.dropwizard.jersey.setup.JerseyEnvironment;

/** The forms of a transcript beside JSON. */
public final class PrintedForms {
    private PrintedForms() {}

    /** Lets the service answer a transcript in each form. */
    public static void register(JerseyEnvironment jersey) {
        jersey.register(new TranscriptPage());
        jersey.register(new TranscriptText());
    }

    /** The hash that a Content-Security-Policy lists to allow the printed page's style alone: {@code sha256-…}. */
    public static String styleHash() {
        return TranscriptPage.styleHash();
    }
}
