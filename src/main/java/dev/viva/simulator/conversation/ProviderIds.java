package dev.viva.simulator.conversation;

import java.util.concurrent.ThreadLocalRandom;

/** Ids like the provider's: a prefix for the kind, and random letters. */
public final class ProviderIds {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private ProviderIds() {}

    public static String next(String prefix) {
        return prefix + letters(21);
    }

    public static String letters(int count) {
        StringBuilder letters = new StringBuilder(count);
        ThreadLocalRandom.current()
                .ints(count, 0, LETTERS.length())
                .forEach(index -> letters.append(LETTERS.charAt(index)));
        return letters.toString();
    }
}
