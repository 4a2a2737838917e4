package dev.viva.configuration;

/**
 * A warning about a configuration: a setting that is valid but unsafe, or without effect. {@code check} and the start
 * show it.
 *
 * @param key the key or environment variable that the finding is about
 * @param sentence what is wrong and what to do; contains no secret
 * @param shownInHealth whether the public {@code GET /health} shows it too
 */
public record Finding(String key, String sentence, boolean shownInHealth) {
    /** A finding that only operators see. */
    public Finding(String key, String sentence) {
        this(key, sentence, false);
    }

    @Override
    public String toString() {
        return key + ": " + sentence;
    }
}
