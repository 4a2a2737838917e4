package dev.viva.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.viva.model.Verdict;
import dev.viva.realtime.ProviderException;
import org.jspecify.annotations.Nullable;

/** The port: whoever proposes how a binary criterion may be judged. Implementations are thread-safe. */
interface Reviewer {
    /**
     * An opinion as it was given: its quote is not checked yet. Prints nothing, so that no log contains it.
     *
     * @param line the label of the quoted line, if any
     * @param quote words said to stand in that line, if any
     * @param confidence in percent, as the model says itself
     * @param model as it calls itself
     */
    record Opinion(
            Verdict verdict,
            @Nullable String line,
            @Nullable String quote,
            @Nullable Integer confidence,
            String model) {
        @Override
        public String toString() {
            return "Opinion[]";
        }
    }

    /**
     * Asks about one criterion, and waits for the answer.
     *
     * @throws ProviderException when there is no answer
     * @throws JsonProcessingException when the answer cannot be read
     */
    Opinion propose(Criterion criterion, Lines lines) throws JsonProcessingException;

    /** Identifies the words with which it asks about a criterion. */
    String promptDigest(Criterion criterion);

    /** The model that it asks. */
    String model();
}
