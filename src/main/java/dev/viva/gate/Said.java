package dev.viva.gate;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line prepared for the rules.
 *
 * @param words the whole line in lower case, one space between words, without hesitations; commas and the ends of
 *     sentences stand apart
 * @param cased the same in the letters of the line, since names are capitalised
 * @param clauses the parts between commas and ends of sentences, in lower case
 * @param asks whether the line ends with a question mark
 */
record Said(String words, String cased, List<String> clauses, boolean asks) {
    private static final String APOSTROPHES = "\u2018\u2019\u02bc`\u00b4";
    private static final Pattern APOSTROPHE = Pattern.compile("[" + APOSTROPHES + "]");
    /** "D.O.B." is one word. Its last dot may end the sentence. */
    private static final Pattern ABBREVIATION =
            Pattern.compile("(?<![\\p{L}.])(\\p{L}(?:\\.\\p{L})+)(?![\\p{L}'])(?:\\.(?=\\s*,|\\s+\\p{Ll}))?");
    /** A dot inside a word, as in Dr. Khan or 3.5, ends nothing. */
    private static final Pattern TITLE = Pattern.compile("(?i)\\b(mr|mrs|ms|mx|dr|prof)\\.");

    private static final Pattern END =
            Pattern.compile("[.!?;:\u2026\u3002\uff01\uff1f\u061f\u0964]+|\\s[-\u2013\u2014]+\\s|\\R");
    private static final Pattern ASKS = Pattern.compile("[?\uff1f\u061f][\\s\"'\u201d)]*$");
    private static final Pattern COMMA = Pattern.compile("[,\u3001\uff0c\u060c]");
    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}'’ .,-]");
    private static final String SOUND = "u+[hm]+|e+r+m*|e+h+m*|a+h+|h+m+|mm+";
    private static final Pattern IS_SOUND = Pattern.compile(SOUND);
    private static final Pattern HESITATION =
            Pattern.compile("(?i)(?<![\\p{L}'-])(?:" + SOUND + "|you know)(?![\\p{L}'-])(?: ,)?");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern STUTTER =
            Pattern.compile("(?i)(?<![\\p{L}'])([\\p{L}']{1,6})(?:-| , | )\\1(?![\\p{L}'])");
    private static final Pattern BREAK = Pattern.compile(" ?[.,] ?");

    static Said of(String line) {
        String text = Normalizer.normalize(line, Normalizer.Form.NFC);
        text = straight(text);
        text = ABBREVIATION.matcher(text).replaceAll(found -> found.group(1).replace(".", ""));
        text = TITLE.matcher(text).replaceAll("$1");
        text = END.matcher(text).replaceAll(" . ");
        text = COMMA.matcher(text).replaceAll(" , ");
        text = OTHER.matcher(text).replaceAll(" ");
        text = spaced(text);
        text = spaced(HESITATION.matcher(text).replaceAll(" "));
        text = STUTTER.matcher(text).replaceAll("$1");
        String words = text.toLowerCase(Locale.ROOT);
        return new Said(
                words,
                text,
                Stream.of(BREAK.split(words))
                        .filter(clause -> !clause.isBlank())
                        .toList(),
                ASKS.matcher(line).find());
    }

    /** With every apostrophe as the keyboard has it. */
    static String straight(String text) {
        return APOSTROPHE.matcher(text).replaceAll("'");
    }

    static boolean isApostrophe(char c) {
        return c == '\'' || APOSTROPHES.indexOf(c) >= 0;
    }

    /** Whether a word, in lower case, is a hesitation such as "um". */
    static boolean isHesitation(String word) {
        return "ueahm".indexOf(word.charAt(0)) >= 0 && IS_SOUND.matcher(word).matches();
    }

    private static String spaced(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }

    boolean matches(Pattern pattern) {
        return pattern.matcher(words).find();
    }
}
