package dev.viva.configuration;

/** The service cannot start, for a reason that its operator can mend; the message is the sentence to show. */
public final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotStartException(String sentence) {
        super(sentence);
    }
}
