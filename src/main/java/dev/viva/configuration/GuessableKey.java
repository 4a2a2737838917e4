package dev.viva.configuration;

import dev.viva.problem.Secret;

/** Keys that are long enough and still no secret: one letter again and again, or a short piece repeated. */
public final class GuessableKey {
    /** 32 random hexadecimal digits have fewer than this in one of a million keys. */
    private static final int MIN_CHARACTERS = 8;

    private GuessableKey() {}

    /** Whether the key has fewer than eight different characters, or is one piece repeated. */
    public static boolean is(Secret key) {
        String text = key.reveal();
        return text.chars().distinct().count() < MIN_CHARACTERS || isRepeated(text);
    }

    private static boolean isRepeated(String text) {
        return (text + text).indexOf(text, 1) < text.length();
    }
}
