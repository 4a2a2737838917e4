package dev.viva.configuration;

import dev.viva.problem.Secret;

/** Detects keys that are long enough but easy to guess: few different characters, or a repeated piece. */
public final class GuessableKey {
    /** Of 32 random hexadecimal digits, fewer than this many differ in one of a million keys. */
    private static final int MIN_CHARACTERS = 8;

    private GuessableKey() {}

    /** Whether the key has fewer than eight different characters, or repeats one piece. */
    public static boolean is(Secret key) {
        String text = key.reveal();
        return text.chars().distinct().count() < MIN_CHARACTERS || isRepeated(text);
    }

    private static boolean isRepeated(String text) {
        return (text + text).indexOf(text, 1) < text.length();
    }
}
