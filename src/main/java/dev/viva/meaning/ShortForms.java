package dev.viva.meaning;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Short forms that are another word in small letters, as in "Ms Reyes" or "hearing aids": they count in capitals alone. */
public final class ShortForms {
    /** One of two letters may be a word in any language. */
    private static final int LENGTH = 2;

    /** Longer ones that are words in a language of patients. */
    private static final Set<String> WORDS = Set.of(
            "add", "aids", "ait", "all", "als", "ami", "arm", "bad", "cap", "dip", "dish", "fast", "fit", "gist",
            "hand", "hit", "ich", "les", "mad", "mal", "mas", "men", "pad", "pan", "pin", "pots", "sad", "sah", "slap",
            "son", "tia", "tos");

    private ShortForms() {}

    /** The capitals of a name that is one. An author may have written one of two letters in small ones. */
    public static Optional<String> of(String name) {
        String capitals = name.toUpperCase(Locale.ROOT);
        boolean isOne = name.length() <= LENGTH && name.chars().anyMatch(Character::isLetter)
                || name.equals(capitals) && WORDS.contains(name.toLowerCase(Locale.ROOT));
        return isOne ? Optional.of(capitals) : Optional.empty();
    }

    /** Whether a text has the short form, or its plural, as a word of its own, in capitals. */
    public static boolean isIn(String text, String capitals) {
        return has(text, Pattern.quote(capitals));
    }

    /** Whether somebody who types all in small letters may mean it too. */
    public static boolean mayBeIn(String text, String capitals) {
        return has(text, Pattern.quote(capitals) + "|" + Pattern.quote(capitals.toLowerCase(Locale.ROOT)));
    }

    private static boolean has(String text, String forms) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + forms + ")s?(?![\\p{L}\\p{N}])")
                .matcher(text)
                .find();
    }
}
