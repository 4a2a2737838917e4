package dev.viva.authoring;

/** Ends a command with exit code 1. The message is what the author reads. */
final class AuthoringException extends RuntimeException {
    AuthoringException(String message) {
        super(message);
    }
}
