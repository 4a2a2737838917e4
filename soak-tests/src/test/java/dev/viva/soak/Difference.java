package dev.viva.soak;

/** What the service answered is not what was said; the message tells in words what differs. */
final class Difference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Difference(String words) {
        super(words);
    }
}
