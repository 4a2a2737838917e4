package dev.viva.session;

import java.security.SecureRandom;

/** Opaque ids: a prefix and 22 random letters and digits, about 131 bits, which cannot be guessed. */
public final class Ids {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String SESSION = "ses_";

    private Ids() {}

    public static String session() {
        return random(SESSION);
    }

    /** Whether a text begins as the ids of sessions do. */
    public static boolean isSession(String id) {
        return id.startsWith(SESSION);
    }

    public static String rtcToken() {
        return random("rtk_");
    }

    public static String audit() {
        return random("aud_");
    }

    public static String rater() {
        return random("rat_");
    }

    public static String exam() {
        return random("exm_");
    }

    public static String review() {
        return random("rev_");
    }

    public static String proposal() {
        return random("prp_");
    }

    /** A candidate's code, for people to read out: without letters and digits that look alike. */
    public static String candidate() {
        String code = RANDOM.ints(8, 0, READABLE.length())
                .collect(StringBuilder::new, (text, i) -> text.append(READABLE.charAt(i)), StringBuilder::append)
                .toString();
        return code.substring(0, 4) + "-" + code.substring(4);
    }

    private static String random(String prefix) {
        return RANDOM.ints(22, 0, ALPHABET.length())
                .collect(
                        () -> new StringBuilder(prefix),
                        (text, i) -> text.append(ALPHABET.charAt(i)),
                        StringBuilder::append)
                .toString();
    }
}
