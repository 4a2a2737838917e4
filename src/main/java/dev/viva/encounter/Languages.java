package dev.viva.encounter;

import dev.viva.model.NewSession;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks language codes against ISO 639-1: the provider accepts a code that does not exist, and then guesses. */
final class Languages {
    private static final Set<String> KNOWN = Set.of(Locale.getISOLanguages());

    private Languages() {}

    /** @throws ProblemException {@code invalid_body} that names each language that is not one */
    static void check(NewSession wish) {
        var problem = new ProblemException(Failure.INVALID_BODY);
        check(problem, "/input_language", wish.inputLanguage());
        check(problem, "/reply_language", wish.replyLanguage());
        if (!problem.errors().isEmpty()) {
            throw problem;
        }
    }

    private static void check(ProblemException problem, String pointer, @Nullable String code) {
        if (code != null && !KNOWN.contains(code)) {
            problem.at(pointer, "is not a language of ISO 639-1");
        }
    }
}
