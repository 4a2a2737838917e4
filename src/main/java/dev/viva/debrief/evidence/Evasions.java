package dev.viva.debrief.evidence;

import dev.viva.debrief.language.Sentences;
import dev.viva.meaning.WordLists;
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
            Pattern.compile(FILLERS + "(?:what|which|who|whose|why|how|when|where|do|does|did|is|are|was|were|can|could"
                    + "|would|should|have you|has|had you)\\b.*");
    /** Who says these says something, if in the tone of a question: "Three weeks? Four?", "It's my stomach, isn't it?" */
    private static final Pattern DATUM = Pattern.compile(
            "\\b(?:no|not|none|never|yes|yeah|half|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
                    + "|thirty|forty|fifty|\\d+|couple|(?:second|minute|hour|day|week|month|year)s?|ago|yesterday|today"
                    + "|morning|noon|evening|night|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber"
                    + "|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\\b");

    private Evasions() {}

    /** Whether every sentence of a line evades, or the line has none. */
    static boolean evades(Line line) {
        return line.sentences().stream().allMatch(Evasions::evades);
    }

    private static boolean evades(Passage sentence) {
        return PHRASES.matcher(sentence.plain()).matches();
    }

    /** Whether every sentence of a line evades or asks something: it is no answer to a question before it. */
    static boolean asksBack(Line line) {
        return line.sentences().stream().allMatch(sentence -> evades(sentence) || asks(sentence));
    }

    private static boolean asks(Passage sentence) {
        return MARKED.matcher(sentence.text()).find()
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
