package dev.viva.content;

import org.jspecify.annotations.Nullable;

/** Stops reading a file: it is not in the form that this service reads. The message is for the author. */
final class SyntaxException extends RuntimeException {
    /** Counted from 1; 0 for the file as a whole. */
    final int line;

    SyntaxException(int line, String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
        this.line = line;
    }

    static SyntaxException ofFile(String reason) {
        return new SyntaxException(0, "the file " + reason, null);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
