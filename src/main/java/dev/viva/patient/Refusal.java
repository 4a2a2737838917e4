package dev.viva.patient;

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

    private static final Pattern BOTH = Pattern.compile(
            "(?<reason>.+?)[;.,]\\s+(?:the patient|she|he|they)\\s+says?:\\s*(?<reply>.+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    public static Refusal of(String contraindication) {
        Matcher both = BOTH.matcher(contraindication);
        return both.matches()
                ? new Refusal(both.group("reason") + ".", both.group("reply").strip())
                : new Refusal(contraindication, null);
    }

    /** What the patient says. */
    public String said() {
        return reply == null ? WITHOUT_WORDS : reply;
    }
}
