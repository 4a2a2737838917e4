package dev.viva.debrief.evidence;

import dev.viva.meaning.TermIndex;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a text as they are compared. */
public final class Words {
    /** Short forms, so that "isn't" and "is not" are the same words. */
    private static final Map<String, String> SHORT = Map.ofEntries(
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
            Map.entry("theres", "there is"));

    private static final Pattern APOSTROPHE = Pattern.compile("[\u2018\u2019\u02bc`\u00b4]");
    private static final Pattern CANNOT = Pattern.compile("(?i)\\bcan't\\b");
    private static final Pattern WILL_NOT = Pattern.compile("(?i)\\bwon't\\b");
    private static final Pattern NOT = Pattern.compile("(?i)(?<=[a-z])n't\\b");
    private static final Pattern JOINED = Pattern.compile(
            "(?i)\\b(i|you|he|she|it|we|they|that|there|this|who|what|where|when|how|why|here|long)'(ll|re|ve|d|m|s)\\b");
    private static final Map<String, String> ENDINGS =
            Map.of("ll", " will", "re", " are", "ve", " have", "d", " would", "m", " am", "s", " is");

    private Words() {}

    /** In lower case, without accents and marks, short forms written out. */
    public static List<String> of(String text) {
        return Stream.of(TermIndex.words(written(text)))
                .filter(word -> !word.isEmpty())
                .flatMap(word -> Stream.of(SHORT.getOrDefault(word, word).split(" ", -1)))
                .toList();
    }

    private static String written(String text) {
        String plain = APOSTROPHE.matcher(text).replaceAll("'");
        if (plain.indexOf('\'') < 0) {
            return plain;
        }
        plain = CANNOT.matcher(plain).replaceAll("can not");
        plain = WILL_NOT.matcher(plain).replaceAll("will not");
        plain = NOT.matcher(plain).replaceAll(" not");
        return JOINED.matcher(plain)
                .replaceAll(found -> found.group(1) + ENDINGS.get(found.group(2).toLowerCase(Locale.ROOT)));
    }

    /** How many words a text has, as people count them. */
    public static int count(String text) {
        return (int)
                Stream.of(TermIndex.words(text)).filter(word -> !word.isEmpty()).count();
    }
}
