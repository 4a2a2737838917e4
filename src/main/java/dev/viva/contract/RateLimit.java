package dev.viva.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * How the contract limits an operation.
 *
 * @param policy {@code x-rate-limit}: the policy's name
 * @param instead {@code x-rate-limit-instead}: the requests that count in another policy, if any
 * @param cost {@code x-rate-limit-cost}: when a request counts more than once, if ever
 * @param person {@code x-rate-limit-person}: where a request of a class names the person who also has a limit, if
 *     anywhere
 */
public record RateLimit(
        String policy,
        @Nullable Instead instead,
        @Nullable Cost cost,
        @Nullable JsonPointer person) {

    /**
     * Requests with a certain value in their body count in another policy.
     *
     * @param of where the value is
     * @param is the value
     */
    public record Instead(JsonPointer of, JsonNode is, String policy) {
        public boolean applies(JsonNode body) {
            return body.at(of).equals(is);
        }
    }

    /**
     * A request counts once per {@code each} elements (rounded up) of an array in its body, and at least once.
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
        return new RateLimit(policy, null, null, null);
    }

    /** Whether a request with that body counts in the other policy. */
    public boolean insteadApplies(JsonNode body) {
        return instead != null && instead.applies(body);
    }

    /** Reads the limit of an operation of the contract; null when it is not limited. */
    static @Nullable RateLimit read(JsonNode operation) {
        if (!operation.has("x-rate-limit")) {
            return null;
        }
        return new RateLimit(
                operation.path("x-rate-limit").asText(),
                instead(operation.path("x-rate-limit-instead")),
                cost(operation.path("x-rate-limit-cost")),
                operation.has("x-rate-limit-person")
                        ? JsonPointer.compile(
                                operation.path("x-rate-limit-person").asText())
                        : null);
    }

    private static @Nullable Instead instead(JsonNode instead) {
        return instead.isMissingNode()
                ? null
                : new Instead(
                        pointer(instead),
                        instead.path("is"),
                        instead.path("policy").asText());
    }

    private static @Nullable Cost cost(JsonNode cost) {
        return cost.isMissingNode()
                ? null
                : new Cost(pointer(cost), cost.path("each").asInt());
    }

    private static JsonPointer pointer(JsonNode node) {
        return JsonPointer.compile(node.path("of").asText());
    }
}
