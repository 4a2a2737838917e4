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
    /** "She" is the patient after a mark only: "not while she says: stop" is a reason. */
    private static final Pattern PATIENT_SAYS = Pattern.compile(
            "(?:(?<![\\p{L}\\p{N}])(?:the\\s+)?patient|(?<=[;:.,!?(\\[\u2013\u2014-]\\s{0,9})(?:she|he|they))" + SAYS,
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
        String before = contraindication.substring(0, says.start()).strip();
        String reply = contraindication.substring(says.end()).strip();
        int close = before.endsWith("(") ? reply.indexOf(')') : before.endsWith("[") ? reply.indexOf(']') : -1;
        String reason = sentence(BEFORE_WORDS.trimTrailingFrom(before));
        if (close >= 0) {
            String rest = AFTER_WORDS.trimLeadingFrom(reply.substring(close + 1));
            reason = rest.isEmpty() ? reason : reason + " " + rest;
            reply = reply.substring(0, close).strip();
        }
        return reason.isEmpty() || reply.isEmpty() ? new Refusal(contraindication, null) : new Refusal(reason, reply);
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
