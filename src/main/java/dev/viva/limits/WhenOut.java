package dev.viva.limits;

/** What a policy does while Redis is out. */
public enum WhenOut {
    /** Each replica counts by itself, so the limit is multiplied by the number of replicas. */
    LOCAL,
    /** All requests are refused: 503 with {@code Retry-After}. */
    DENY
}
