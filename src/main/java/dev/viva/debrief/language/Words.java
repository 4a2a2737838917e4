package dev.viva.debrief.language;

import dev.viva.meaning.TermIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words of a text as they are compared. */
public final class Words {
    /** Short forms, so that "isn't" and "is not" are the same words. */
    private static final Map<String, List<String>> SHORT = Stream.of(
                    Map.entry("dont", "do not"),
                    Map.entry("doesnt", "does not"),
                    Map.entry("didnt", "did not"),
                    Map.entry("isnt", "is not"),
                    Map.entry("arent", "are not"),
                    Map.entry("wasnt", "was not"),
                    Map.entry("werent", "were not"),
                    Map.entry("havent", "have not"),
                    Map.entry("hasnt", "has not"),
                    Map.entry("hadnt", "had not"),
                    Map.entry("cant", "can not"),
                    Map.entry("cannot", "can not"),
                    Map.entry("couldnt", "could not"),
                    Map.entry("wont", "will not"),
                    Map.entry("wouldnt", "would not"),
                    Map.entry("shouldnt", "should not"),
                    Map.entry("im", "i am"),
                    Map.entry("ive", "i have"),
                    Map.entry("couldve", "could have"),
                    Map.entry("youre", "you are"),
                    Map.entry("youve", "you have"),
                    Map.entry("theyre", "they are"),
                    Map.entry("weve", "we have"),
                    Map.entry("thats", "that is"),
                    Map.entry("whats", "what is"),
                    Map.entry("hows", "how is"),
                    Map.entry("theres", "there is"))
            .collect(Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.of(entry.getValue().split(" ", -1))));

    private static final String APOSTROPHES = "'\u2018\u2019\u02bc`\u00b4";
    /** After these an ending is a verb; "the knee's" is none. */
    private static final Set<String> SUBJECTS = Set.of(
            "i", "you", "he", "she", "it", "we", "they", "that", "there", "this", "who", "what", "where", "when", "how",
            "why", "here", "long");

    private static final Map<String, String> ENDINGS =
            Map.of("ll", " will", "re", " are", "ve", " have", "d", " would", "m", " am", "s", " is");

    private Words() {}

    /** In lower case, without accents and marks, short forms written out. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        for (String word : TermIndex.words(written(text))) {
            List<String> full = SHORT.get(word);
            if (full != null) {
                words.addAll(full);
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /** With the forms that an apostrophe shortens written out, in one pass: every line is read many times. */
    private static String written(String text) {
        if (!isShortened(text)) {
            return text;
        }
        var written = new StringBuilder(text.length() + 8);
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at);
            at++;
            if (!isApostrophe(letter)) {
                written.append(letter);
            } else {
                int end = at;
                while (end < text.length() && isOfWord(text.charAt(end))) {
                    end++;
                }
                at = isWritten(written, text.substring(at, end).toLowerCase(Locale.ROOT)) ? end : at;
            }
        }
        return written.toString();
    }

    private static boolean isShortened(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isApostrophe(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Of ASCII and of others; most letters are decided by the first comparison. */
    private static boolean isApostrophe(char letter) {
        return letter <= '`' ? letter == '\'' || letter == '`' : letter > 'z' && APOSTROPHES.indexOf(letter) >= 0;
    }

    /** Writes the form out of which the last word is the beginning; otherwise an apostrophe. */
    private static boolean isWritten(StringBuilder written, String ending) {
        int start = written.length();
        while (start > 0 && isOfWord(written.charAt(start - 1))) {
            start--;
        }
        String word = written.substring(start).toLowerCase(Locale.ROOT);
        if (ending.equals("t") && (word.equals("can") || word.equals("won"))) {
            written.setLength(start);
            written.append(word.equals("can") ? "can not" : "will not");
        } else if (ending.equals("t") && isBeforeNot(word)) {
            written.setLength(written.length() - 1);
            written.append(" not");
        } else if (SUBJECTS.contains(word) && ENDINGS.containsKey(ending)) {
            written.append(ENDINGS.get(ending));
        } else {
            written.append('\'');
            return false;
        }
        return true;
    }

    /** "Does" of "doesn't" has its n before the apostrophe. */
    private static boolean isBeforeNot(String word) {
        return word.length() > 1
                && word.endsWith("n")
                && word.charAt(word.length() - 2) >= 'a'
                && word.charAt(word.length() - 2) <= 'z';
    }

    private static boolean isOfWord(char letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '_';
    }

    /** How many words a text has, as people count them. */
    public static int count(String text) {
        return (int)
                Stream.of(TermIndex.words(text)).filter(word -> !word.isEmpty()).count();
    }
}
