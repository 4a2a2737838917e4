package dev.viva.limits;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The subject that a request is charged to.
 *
 * @param address the client's address as counted
 * @param share the share of the address's limits that the request takes from
 * @param session the session in the path if the request carries its grant, else null
 * @param user the identified user, if any
 */
public record LimitSubject(
        InetAddress address,
        Share share,
        @Nullable String session,
        @Nullable String user) {
    /** Request attribute: the id of the user, if an earlier filter identified one. */
    static final String USER = "viva.user";

    /**
     * A share of an address's limits, with buckets of its own.
     *
     * @param name the name in the bucket's key
     * @param factor multiplies the limits
     */
    public record Share(String name, int factor) {
        /** For an address that one person uses. */
        public static final Share ALONE = new Share("address", 1);

        /** For requests about a session without its grant. They take nothing from callers with the grant. */
        static final Share OUTSIDERS = new Share("outside", 1);

        /** For requests with the faculty key. They take nothing from students behind the same address. */
        static Share faculty(int factor) {
            return new Share("faculty", factor);
        }

        /** For requests that name no session, such as creating one. */
        static Share of(int factor) {
            return new Share(ALONE.name(), factor);
        }

        /** For requests about a session with its grant. */
        static Share insiders(int factor) {
            return new Share("inside", factor);
        }
    }

    /** The key of the bucket for one limit, unique over limits and subjects. */
    String bucket(Policy.NamedLimit limit) {
        String who = switch (limit.limit().key()) {
            case SESSION -> session;
            case USER -> user;
            case ADDRESS -> null;
        };
        return who == null
                ? limit.name() + "|" + share.name() + "|" + address.getHostAddress()
                : limit.name() + "|" + limit.limit().key() + "|" + who;
    }

    /** The limit's quota for this subject. */
    long quota(Policy.NamedLimit limit) {
        boolean byAddress = switch (limit.limit().key()) {
            case SESSION -> session == null;
            case USER -> user == null;
            case ADDRESS -> true;
        };
        return (long) limit.limit().quota() * (byAddress ? share.factor() : 1);
    }
}
