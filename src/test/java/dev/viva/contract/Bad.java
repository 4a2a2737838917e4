package dev.viva.contract;

import org.jspecify.annotations.Nullable;

/**
 * A request that must be refused.
 *
 * @param kind what is wrong with it
 * @param method the operation's method, or another
 * @param raw the request byte for byte, if no client library would send it; null to send the draft
 */
record Bad(String kind, Draft draft, String method, byte @Nullable [] raw) {
    /** The kind of requests with an invalid request target. */
    static final String ADDRESS = "address";

    Bad(String kind, Draft draft) {
        this(kind, draft, draft.operation().method(), null);
    }

    /** Whether its target is valid, so that the contract applies to it. */
    boolean hasAddress() {
        return raw == null || !kind.equals(ADDRESS);
    }

    /** The path whose replies apply, without a query that may be invalid. */
    String address() {
        if (!hasAddress()) {
            return "/";
        }
        return raw == null ? draft.target() : draft.path();
    }

    @Override
    public String toString() {
        String shown = draft.target().length() > 120 ? draft.target().substring(0, 120) + "…" : draft.target();
        return kind + ": " + method + " " + shown;
    }
}
