package dev.viva.session;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares the names that people give: the same name may be typed in other case, spaces or Unicode form. */
public final class PersonNames {
    private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");
    private static final Pattern ASCII_SPACES = Pattern.compile("\\s+");
    private static final Pattern AROUND = Pattern.compile("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$");
    /** And what may be the lower case of another letter: of a capital I with a dot, and of the sign for kelvin. */
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]+|[ik]");

    private static final Pattern SIGNS = Pattern.compile("[!%_]");

    private PersonNames() {}

    /** A form that is equal for names that are the same. */
    public static String plain(String name) {
        return stripped(SPACES.matcher(lower(name)).replaceAll(" "));
    }

    /** The form of versions that took the spaces of ASCII alone for the same: they have stored it. */
    static String earlier(String name) {
        return ASCII_SPACES.matcher(lower(name).strip()).replaceAll(" ");
    }

    private static String lower(String name) {
        // A capital I with a dot becomes two characters.
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replace("i\u0307", "i");
    }

    /** Without the white space of Unicode around it, of which a name may consist: then nothing is left. */
    public static String stripped(String name) {
        return AROUND.matcher(name).replaceAll("");
    }

    /**
     * A pattern of {@code LIKE} in lower case, with {@code !} before its signs, for names that contain a part, and for
     * some others: databases know the case of ASCII letters alone.
     */
    public static String pattern(String part) {
        String escaped = SIGNS.matcher(plain(part)).replaceAll("!$0").replace(' ', '%');
        return "%" + NOT_ASCII.matcher(escaped).replaceAll("%") + "%";
    }
}
