package dev.viva.encounter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.viva.model.NewSession;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's own name for one request to create a session (draft-ietf-httpapi-idempotency-key-header-07). Whoever knows
 * it is given the session's grant, so it is kept as a hash alone, and one that could be guessed is refused.
 *
 * @param hash of the key
 * @param body hash of the request that came with it
 */
record IdempotencyKey(String hash, String body) {
    static final String HEADER = "Idempotency-Key";
    /** 22 random letters and digits have 17 different ones on average, a random UUID 12; a counter or a word has few. */
    private static final int DIFFERENT = 8;

    /** Members in the order of the contract, so that the same request has the same hash however it was laid out. */
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws ProblemException {@code invalid_parameter} for a key that is not made at random */
    static @Nullable IdempotencyKey of(@Nullable String header, NewSession wish) {
        if (header == null) {
            return null;
        }
        String key = header.startsWith("\"") ? header.substring(1, header.length() - 1) : header;
        if (key.chars().distinct().count() < DIFFERENT) {
            throw new ProblemException(Failure.INVALID_PARAMETER)
                    .at("/header/" + HEADER, "must be made at random, such as a UUID: who guesses it gets the session");
        }
        return new IdempotencyKey(hash(key), hash(text(wish)));
    }

    private static String text(NewSession wish) {
        try {
            return JSON.writeValueAsString(wish);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was read cannot be written", e);
        }
    }

    private static String hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
