package dev.viva.examination;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A contraindication as an author writes it: what speaks against the test, and after {@code says:} what the patient
 * says.
 */
record Refusal(String reason, @Nullable String reply) {
    private static final Pattern BOTH = Pattern.compile(
            "(?<reason>.+?)[;.,]\\s+(?:the patient|she|he|they)\\s+says?:\\s*(?<reply>.+)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static Refusal of(String contraindication) {
        Matcher both = BOTH.matcher(contraindication);
        return both.matches()
                ? new Refusal(both.group("reason") + ".", both.group("reply").strip())
                : new Refusal(contraindication, null);
    }
}
