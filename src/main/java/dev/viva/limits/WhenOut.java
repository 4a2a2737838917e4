package dev.viva.limits;

/** What a policy does while the shared buckets do not answer. */
public enum WhenOut {
    /** Each replica counts by itself: as many times the limit as there are replicas, and nobody is turned away. */
    LOCAL,
    /** Nothing passes: 503 with {@code Retry-After}. */
    DENY
}
