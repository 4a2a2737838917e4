package dev.viva.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How the contract limits an operation.
 *
 * @param policy {@code x-rate-limit}: the policy's name
 * @param free {@code x-rate-limit-free}: a status whose replies use nothing up, 0 for none
 * @param cost {@code x-rate-limit-cost}: how a request counts for more than one, if it may
 */
public record RateLimit(String policy, int free, @Nullable Cost cost) {
    /**
     * A request counts once for each {@code each} elements begun of an array in its body, and at least once.
     *
     * @param of where the array is
     */
    public record Cost(JsonPointer of, int each) {
        public int of(JsonNode body) {
            int elements = body.at(of).size();
            return Math.max(1, Math.ceilDiv(elements, each));
        }
    }

    /** A policy under which each request counts once. */
    public static RateLimit of(String policy) {
        return new RateLimit(policy, 0, null);
    }

    /** What an operation of the contract says; null where it is not limited. */
    static @Nullable RateLimit read(JsonNode operation) {
        if (!operation.has("x-rate-limit")) {
            return null;
        }
        JsonNode cost = operation.path("x-rate-limit-cost");
        return new RateLimit(
                operation.path("x-rate-limit").asText(),
                operation.path("x-rate-limit-free").asInt(),
                cost.isMissingNode()
                        ? null
                        : new Cost(
                                JsonPointer.compile(cost.path("of").asText()),
                                cost.path("each").asInt()));
    }
}
