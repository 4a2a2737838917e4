package dev.viva.contract;

import org.jspecify.annotations.Nullable;

/**
 * A request that must be refused.
 *
 * @param kind what is wrong with it
 * @param method the operation's, or another
 * @param raw the request byte for byte, where no client library would send it; null for one that is made of the draft
 */
record Bad(String kind, Draft draft, String method, byte @Nullable [] raw) {
    /** The kind of those whose request line is no address. */
    static final String ADDRESS = "address";

    Bad(String kind, Draft draft) {
        this(kind, draft, draft.operation().method(), null);
    }

    /** Whether its address is one, so that the contract says what is there. */
    boolean hasAddress() {
        return raw == null || !kind.equals(ADDRESS);
    }

    /** Whose reply it should get: without the query where that may be none. */
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
