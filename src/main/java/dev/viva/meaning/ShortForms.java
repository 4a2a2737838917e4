package dev.viva.meaning;

import java.util.regex.Pattern;

/** Short forms of two capitals, such as MS: in small letters they are another word, as in "Ms Reyes". */
public final class ShortForms {
    private static final int LENGTH = 2;

    private ShortForms() {}

    public static boolean isOne(String name) {
        return name.length() <= LENGTH
                && name.chars().anyMatch(Character::isUpperCase)
                && name.chars().noneMatch(Character::isLowerCase);
    }

    /** Whether a text has the short form, or its plural, as a word of its own, in capitals. */
    public static boolean isIn(String text, String shortForm) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(shortForm) + "s?(?![\\p{L}\\p{N}])")
                .matcher(text)
                .find();
    }
}
