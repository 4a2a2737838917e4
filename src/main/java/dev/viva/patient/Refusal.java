package dev.viva.patient;

import com.google.common.base.CharMatcher;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contraindication as an author writes it: what speaks against the test, and after {@code says:} what the patient
 * says.
 *
 * @param reply null when the author gives the patient no words for it
 */
public record Refusal(String reason, @Nullable String reply) {
    /** What a patient says who was given no words for it. */
    public static final String WITHOUT_WORDS = "I'd rather you didn't do that one.";

    private static final String SAYS = "\\s+says?:\\s*";
    /** After a mark, or as a sentence of its own: "not while the patient says: stop" is a reason. */
    private static final Pattern PATIENT_SAYS = Pattern.compile(
            "(?:(?<=[;:.,!?(\\[\u2013\u2014-]\\s{0,9})(?:(?:the\\s+)?patient|she|he|they)"
                    + "|(?<![\\p{L}\\p{N}])(?-i:The\\s+patient))" + SAYS,
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SOMEBODY_SAYS = Pattern.compile("\\bsays?:", Pattern.CASE_INSENSITIVE);
    private static final CharMatcher BEFORE_WORDS =
            CharMatcher.whitespace().or(CharMatcher.anyOf(";:,([\u2013\u2014-"));
    private static final CharMatcher AFTER_WORDS = CharMatcher.whitespace().or(CharMatcher.anyOf(";:,."));

    public static Refusal of(String contraindication) {
        Matcher says = PATIENT_SAYS.matcher(contraindication);
        if (!says.find()) {
            return new Refusal(contraindication, null);
        }
        String before = contraindication.substring(0, says.start());
        String reply = contraindication.substring(says.end()).strip();
        int open = openBracket(before);
        int close = open < 0 ? -1 : closing(before.charAt(open), reply);
        String reason = sentence(BEFORE_WORDS.trimTrailingFrom(before).strip());
        if (close >= 0) {
            String rest = AFTER_WORDS.trimLeadingFrom(reply.substring(close + 1));
            reason = outside(before, open);
            reason = rest.isEmpty() ? reason : reason + " " + rest;
            reply = reply.substring(0, close).strip();
        }
        return reason.isEmpty() || reply.isEmpty() ? new Refusal(contraindication, null) : new Refusal(reason, reply);
    }

    /** What stands before the patient's words, which are in a bracket, perhaps after others. */
    private static String outside(String before, int open) {
        String within =
                BEFORE_WORDS.trimTrailingFrom(before.substring(open + 1)).strip();
        String brackets = before.charAt(open) == '(' ? " (%s)" : " [%s]";
        String reason = BEFORE_WORDS.trimTrailingFrom(before.substring(0, open)).strip();
        return sentence(within.isEmpty() ? reason : reason + brackets.formatted(within));
    }

    /** The last bracket that is not closed; negative when there is none. */
    private static int openBracket(String text) {
        int closed = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            char sign = text.charAt(i);
            if (sign == ')' || sign == ']') {
                closed++;
            } else if ((sign == '(' || sign == '[') && --closed < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where a bracket is closed that was opened before the text; negative when it is not. */
    private static int closing(char bracket, String text) {
        char closing = bracket == '(' ? ')' : ']';
        int open = 1;
        for (int i = 0; i < text.length(); i++) {
            open += text.charAt(i) == bracket ? 1 : text.charAt(i) == closing ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    /** Whether an author writes that somebody says something, and it stands in the reason, which a student reads. */
    public boolean hidesReply() {
        return reply == null && SOMEBODY_SAYS.matcher(reason).find();
    }

    /** What the patient says. */
    public String said() {
        return reply == null ? WITHOUT_WORDS : reply;
    }
}
