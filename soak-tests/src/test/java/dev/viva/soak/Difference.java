package dev.viva.soak;

/** The service's reply differs from what was said; the message says how. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Difference(String words) {
        super(words);
    }
}
