package dev.viva.configuration;

/**
 * Something in a configuration that works and is unsafe, or has no effect. Shown by {@code check} and at the start.
 *
 * @param key the key or the environment variable that it is about
 * @param sentence what is wrong and what to do; holds no secret
 * @param shownInHealth whether {@code GET /health} says it too, to everybody
 */
public record Finding(String key, String sentence, boolean shownInHealth) {
    /** One for operators alone. */
    public Finding(String key, String sentence) {
        this(key, sentence, false);
    }

    @Override
    public String toString() {
        return key + ": " + sentence;
    }
}
