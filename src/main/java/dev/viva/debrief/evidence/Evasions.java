package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Sentences;
import dev.viva.meaning.WordLists;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an answer tells nothing: the patient did not follow, does not know, asks back, or will not say. */
final class Evasions {
    private static final String FILLERS =
            "(?:(?:well|oh|er|um|uh|ah|hm|hmm|no|yes|erm|sorry|honestly|look|gosh|ooh|so|and|but) )*";
    private static final Pattern FILLED = Pattern.compile("^" + FILLERS);
    /** Who says "No, sorry" has answered. */
    private static final Pattern PHRASES = Pattern.compile("(?!.*\\b(?:no|yes) sorry$)" + FILLERS + "(?:"
            + String.join("|", WordLists.read(Evasions.class, "evasions.txt")) + ")");

    private static final Pattern MARKED = Pattern.compile("\\?[\"')\u201d\u2019]*$");
    private static final Pattern QUESTION =
            Pattern.compile(FILLERS + "(?:what|which|who|whose|why|how|when|where|do|does|did|is|are|was|were"
                    + "|can|could|will|shall|would|should|may i|am i|have (?:i|you)|has|had (?:i|you))\\b.*");
    /** Who was asked for it has answered. */
    private static final Pattern NOT_DONE = Pattern.compile(".*\\bnot (check|look|measur|count|ask)ed(?: it)?$");
    /** "Why would I take drugs?" says no. */
    private static final Pattern RHETORICAL =
            Pattern.compile(FILLERS + "why would i (?!know|tell|say|answer|talk)\\w+ .*");
    /** Of the patient, what of the student is "you have". */
    private static final Set<String> MINE = Set.of("i", "my", "me", "am", "was", "mine", "have", "do");
    /** Who says these says something, if in the tone of a question: "Three weeks? Four?", "It's my stomach, isn't it?" */
    private static final Pattern DATUM = Pattern.compile(
            "\\b(?:no|not|none|never|yes|yeah|half|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
                    + "|thirty|forty|fifty|\\d+|couple|(?:second|minute|hour|day|week|month|year)s?|ago|yesterday|today"
                    + "|morning|noon|evening|night|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber"
                    + "|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\\b");

    private Evasions() {}

    /** Whether every sentence of a line evades or asks something: it is no answer to a question before it. */
    static boolean asksBack(Line line, List<Line> asked) {
        return line.sentences().stream().allMatch(sentence -> evades(sentence, asked) || asks(sentence));
    }

    /**
     * Whether every sentence of a line evades or says the student's question again, or the line has none: "Have I had a
     * fever? Let me think."
     *
     * @param asked the student's lines before it
     */
    static boolean evades(Line line, List<Line> asked) {
        return line.sentences().stream().allMatch(sentence -> evades(sentence, asked) || isEcho(sentence, asked));
    }

    private static boolean evades(Passage sentence, List<Line> asked) {
        if (!PHRASES.matcher(sentence.plain()).matches()) {
            return false;
        }
        Matcher notDone = NOT_DONE.matcher(sentence.plain());
        return !notDone.matches() || !areForDeed(asked, notDone.group(1));
    }

    /** Whether lines ask if something was done, or does get done by the patient: "let me check" asks for nothing. */
    private static boolean areForDeed(List<Line> asked, String stem) {
        Pattern deed = Pattern.compile(
                "\\b(?:" + stem + "ed|you (?:(?!(?:i|me|we|us)\\b)\\w+ ){0,3}?" + stem + "(?:e|ing)?)\\b");
        return asked.stream()
                .anyMatch(line -> deed.matcher(line.whole().plain()).find());
    }

    private static boolean isEcho(Passage sentence, List<Line> asked) {
        return asks(sentence)
                && sentence.words().stream()
                        .allMatch(word -> MINE.contains(word)
                                || asked.stream()
                                        .anyMatch(line -> line.whole().words().contains(word)));
    }

    private static boolean asks(Passage sentence) {
        return MARKED.matcher(sentence.text()).find()
                && !RHETORICAL.matcher(sentence.plain()).matches()
                && (QUESTION.matcher(sentence.plain()).matches()
                        || !DATUM.matcher(sentence.plain()).find());
    }

    /** Whether the case itself answers so: of its topic, "I don't know" may be all there is to tell. */
    static boolean isReply(Line line, Topic topic) {
        return topic.replies().stream()
                .anyMatch(reply -> Sentences.of(reply).stream()
                        .map(sentence -> " " + Passage.of(reply, sentence).plain())
                        .anyMatch(sentence ->
                                line.sentences().stream().anyMatch(said -> sentence.endsWith(" " + core(said)))));
    }

    private static String core(Passage sentence) {
        return FILLED.matcher(sentence.plain()).replaceFirst("");
    }
}
