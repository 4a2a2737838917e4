package dev.viva.encounter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import dev.viva.access.Starter;
import dev.viva.model.NewSession;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A client's key for one request to create a session (draft-ietf-httpapi-idempotency-key-header-07). Anyone who knows it
 * receives the session's grant, so only its hash is stored, and a key that could be guessed is refused.
 *
 * @param hash of the key
 * @param body hash of the request that came with it
 */
record IdempotencyKey(String hash, String body) {
    static final String HEADER = "Idempotency-Key";
    /** 22 random letters and digits have 17 different ones on average, a random UUID 12; a counter or a word has few. */
    private static final int MIN_DISTINCT = 8;

    /** Writes members in the contract's order, so that equal requests have equal hashes whatever their layout. */
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws ProblemException {@code invalid_parameter} for a key that is not random */
    static @Nullable IdempotencyKey of(@Nullable String header, NewSession wish, Starter starter) {
        if (header == null) {
            return null;
        }
        String key = header.startsWith("\"") ? header.substring(1, header.length() - 1) : header;
        if (key.chars().distinct().count() < MIN_DISTINCT) {
            throw new ProblemException(Failure.INVALID_PARAMETER)
                    .at("/header/" + HEADER, "must be random, such as a UUID: anyone who guesses it gets the session");
        }
        return new IdempotencyKey(hash(key), hash(text(wish) + of(starter)));
    }

    /** The same request of another student or class is another one. */
    private static String of(Starter starter) {
        return starter.owner() != null
                ? "\n" + starter.owner()
                : starter.classId() != null ? "\n" + starter.classId() : "";
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
