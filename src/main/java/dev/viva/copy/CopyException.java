package dev.viva.copy;

/** A copy that was refused before anything was changed, or that is none in the end; its message says why, and what to do. */
public final class CopyException extends RuntimeException {
    public CopyException(String message) {
        super(message);
    }

    CopyException(String message, Throwable cause) {
        super(message, cause);
    }
}
