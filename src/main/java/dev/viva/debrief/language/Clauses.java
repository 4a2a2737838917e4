package dev.viva.debrief.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a student's sentence into the parts that may each ask for something. Speech recognition often leaves out the
 * marks, so the words at which a question begins count as well.
 */
public final class Clauses {
    private static final Pattern MARK = Pattern.compile("[,;:]\\s+");
    private static final String SUBJECT =
            "(?:i|you|he|she|it|we|they|there|that|this|your|the|anyone|anybody|anything)";
    private static final Pattern BEGIN = Pattern.compile(
            "(?i)\\b(?:(?:and|or|but|so|also|plus)\\s+)?(?:(?:do|does|did|have|has|had|are|is|was|were|can|could|will"
                    + "|would|should)\\s+" + SUBJECT
                    + "\\b|any\\b|how\\s|what\\b(?! (?:you|i|we|they|it|he|she)\\b)|when\\s+(?:did|do|does|was|is)\\b"
                    + "|where\\b(?! (?:you|i|we|they|it|the|he|she)\\b)|which\\b|who\\b|why\\b|no\\s+\\w)");
    private static final Pattern JOINT = Pattern.compile("(?i)\\s+(?:and|or|but|also|plus)\\s+");
    /** What comes after these words belongs to them: "what feeling is it", "I remember what". */
    private static final Pattern GOES_ON = Pattern.compile(
            "(?i)(?:\\b(?:what|how|when|where|whereabouts|which|who|why)\\b(?:['\u2019]s)?(?:\\s+\\w+){0,2}"
                    + "|\\b(?:remember|know|think|see|hear|understand|explain|tell me|show me|ask|about|of|with|in|from|to|at|by|for|on|hand|words|if|because|that|anyone|anybody|someone|somebody|people|everyone|person|one|those)"
                    + ")\\s+$"
                    // "So this is the last test", "the next thing is your knee".
                    + "|^(?:(?:and|so|now|okay|right)\\W+)*(?:this|there|the\\s+(?:next|first|last)(?:\\s+\\w+)?)\\s+$");

    private static final Pattern ANY = Pattern.compile("(?i)^any\\b");
    /** A question that has its verb. */
    private static final Pattern ASKS =
            Pattern.compile("(?i)\\b(?:do|does|did|have|has|had|are|is|was|were|can|could|will|would|should)\\s+"
                    + SUBJECT + "\\b|\\b(?:what|how|where|who)['\u2019]?s\\b");
    /** A question by a word of its own, whose verb may follow after some words. */
    private static final Pattern WORD_FIRST =
            Pattern.compile("(?i)^\\W*(?:\\w+\\s+){0,2}(?:what|how|when|where|which|who|why)\\b(?:\\s+\\S+){0,6}\\s*$");

    private static final int MIN_WORDS = 2;

    private Clauses() {}

    /** The parts between marks and before the beginnings of questions, in order; at least one. */
    public static List<Span> of(String text, Span sentence) {
        List<Span> parts = new ArrayList<>();
        for (Span part : split(text, sentence, MARK)) {
            parts.addAll(byBeginnings(text, part));
        }
        return parts;
    }

    /** Clauses, cut at "and" and "or" too. */
    public static List<Span> joints(String text, List<Span> clauses) {
        return clauses.stream()
                .flatMap(part -> split(text, part, JOINT).stream())
                .toList();
    }

    private static List<Span> split(String text, Span span, Pattern gaps) {
        List<Span> parts = new ArrayList<>();
        Matcher gap = gaps.matcher(text).region(span.start(), span.end());
        int start = span.start();
        while (gap.find()) {
            if (gap.start() > start) {
                parts.add(new Span(start, gap.start()));
            }
            start = gap.end();
        }
        if (start < span.end()) {
            parts.add(new Span(start, span.end()));
        }
        return parts;
    }

    /** Whether a new question begins, and not the verb of the one before. */
    private static boolean begins(String before, String beginning) {
        if (GOES_ON.matcher(before).find()) {
            return false;
        }
        boolean any = ANY.matcher(beginning).find();
        return any
                ? !ASKS.matcher(before).find()
                : !WORD_FIRST.matcher(before).find() || ASKS.matcher(before).find();
    }

    private static List<Span> byBeginnings(String text, Span part) {
        List<Span> parts = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text).region(part.start(), part.end());
        int start = part.start();
        while (begin.find()) {
            String before = text.substring(start, begin.start());
            if (Words.count(before) >= MIN_WORDS && begins(before, begin.group())) {
                parts.add(new Span(start, begin.start()));
                start = begin.start();
            }
        }
        parts.add(new Span(start, part.end()));
        return parts;
    }
}
