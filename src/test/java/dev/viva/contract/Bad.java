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
    Bad(String kind, Draft draft) {
        this(kind, draft, draft.operation().method(), null);
    }

    @Override
    public String toString() {
        String shown = draft.target().length() > 120 ? draft.target().substring(0, 120) + "…" : draft.target();
        return kind + ": " + method + " " + shown;
    }
}
