package dev.viva.address;

import org.jspecify.annotations.Nullable;

/**
 * Tells who a bearer is, for the limits. It is asked before authentication, so any client can make it ask: the answer
 * must be cheap and must not wait. It refuses nothing. Implementations are thread-safe.
 */
public interface Membership {
    /** What a bearer is to the limits. */
    enum Kind {
        /** No credential of this operation, or one that opens something else, or that has expired. */
        OUTSIDER,
        /** A credential that never was one: perhaps a guess. */
        WRONG,
        /** Faculty. */
        FACULTY,
        /** Whoever has a grant of the session in the path. */
        HOLDER,
        /** Whoever may only read and follow the session in the path. */
        OBSERVER,
        /** Whoever has the code of a class, where the operation takes it. */
        CLASS,
        /** A code of a class that opens nothing here: it has expired, or the operation takes none. */
        CODE,
        /** A student who is logged in. */
        STUDENT
    }

    /**
     * A bearer.
     *
     * @param payer whose limits the requests take from instead of those of the address, if anybody's
     * @param factor multiplies the payer's limits
     */
    record Bearer(Kind kind, @Nullable String payer, int factor) {
        /** Nobody known. */
        public static final Bearer OUTSIDER = new Bearer(Kind.OUTSIDER, null, 1);

        /** A bearer whose requests take from the limits of their address. */
        public static Bearer of(Kind kind) {
            return new Bearer(kind, null, 1);
        }
    }

    /**
     * Who sends an {@code Authorization} header.
     *
     * @param operation the id of the operation that is asked for
     * @param session the session in the path, if any
     */
    Bearer bearer(String operation, @Nullable String session, String authorization);

    /** Whether some class has a code. */
    boolean knowsClasses();
}
