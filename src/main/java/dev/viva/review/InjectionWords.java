package dev.viva.review;

import dev.viva.model.ReviewQuote;
import dev.viva.model.Role;
import dev.viva.model.Turn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Words of students that address a model and not a patient, in English. A model that obeys them will not report them, so
 * they are also looked for without it. Whoever uses other words is found by the model or not at all.
 */
final class InjectionWords {
    private static final Pattern WORDS = Pattern.compile(
            "\\b(?:(?:give|award|grant|assign) (?!you)(?:\\w+ ){0,4}full marks"
                    + "|(?<!\\byou )deserves? (?:\\w+ )?full marks"
                    + "|(?:ignore|disregard|forget) (?:all |any |the |your |these |those )*(?:previous|prior|above|earlier)"
                    + " (?:instructions?|prompts?|rules)"
                    + "|system prompt"
                    + "|(?:mark|score|rate|grade|judge) (?:all|every|each)(?: of)?(?: the| these)? criteri(?:a|on)"
                    + "|(?:to|dear|hello|hey) (?:the )?(?:examiner|assessor|grader|language model|ai)"
                    + "|answer met)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private InjectionWords() {}

    /** The first such words. */
    static Optional<ReviewQuote> in(List<Turn> turns) {
        for (Turn turn : turns) {
            var words = WORDS.matcher(turn.text());
            if (turn.role() == Role.STUDENT && words.find()) {
                return Optional.of(new ReviewQuote(turn.itemId(), words.group()));
            }
        }
        return Optional.empty();
    }
}
