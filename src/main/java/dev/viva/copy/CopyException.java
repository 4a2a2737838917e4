package dev.viva.copy;

/** A copy was refused before anything was changed, or failed. The message says why, and what to do. */
public final class CopyException extends RuntimeException {
    public CopyException(String message) {
        super(message);
    }

    CopyException(String message, Throwable cause) {
        super(message, cause);
    }
}
