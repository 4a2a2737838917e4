package dev.viva.limits;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is charged to.
 *
 * @param address the client's address as counted
 * @param room which share of the address's limits it takes from
 * @param session the session in the path when the request bears its grant, else null
 * @param user the identified user, if any
 */
public record LimitSubject(
        InetAddress address,
        Room room,
        @Nullable String session,
        @Nullable String user) {
    /** Request attribute: the user's id, when something before the limits has identified one. */
    static final String USER = "viva.user";

    /**
     * A share of an address's limits.
     *
     * @param name the bucket's; an address may have more than one
     * @param factor what the limits are multiplied by in it
     */
    public record Room(String name, int factor) {
        /** The whole of what an address may take. */
        public static final Room ALONE = new Room("address", 1);

        /** For requests about a session without its grant. They take nothing that its bearers need. */
        static final Room OUTSIDE = new Room("outside", 1);

        /** For requests that name no session, such as creating one. */
        static Room of(int factor) {
            return new Room(ALONE.name(), factor);
        }

        /** For the bearers of the grant of the session that they name. */
        static Room inside(int factor) {
            return new Room("inside", factor);
        }
    }

    /** The bucket's key for one limit, unique over limits and subjects. */
    String bucket(Policy.NamedLimit limit) {
        String who = switch (limit.limit().key()) {
            case SESSION -> session;
            case USER -> user;
            case ADDRESS -> null;
        };
        return who == null
                ? limit.name() + "|" + room.name() + "|" + address.getHostAddress()
                : limit.name() + "|" + limit.limit().key() + "|" + who;
    }

    /** How much the limit allows this subject. */
    long quota(Policy.NamedLimit limit) {
        boolean byAddress = switch (limit.limit().key()) {
            case SESSION -> session == null;
            case USER -> user == null;
            case ADDRESS -> true;
        };
        return (long) limit.limit().quota() * (byAddress ? room.factor() : 1);
    }
}
