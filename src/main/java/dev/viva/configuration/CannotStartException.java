package dev.viva.configuration;

/** The service cannot start, for a reason that the operator can fix. The message is the sentence to show. */
public final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotStartException(String sentence) {
        super(sentence);
    }
}
