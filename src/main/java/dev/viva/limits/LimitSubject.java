package dev.viva.limits;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request counts against.
 *
 * @param address the client's address as counted
 * @param factor by how much limits per address are greater for it
 * @param session the session in the path, if any
 * @param user the identified user, if any
 */
public record LimitSubject(
        InetAddress address,
        int factor,
        @Nullable String session,
        @Nullable String user) {

    /** The bucket's key for one limit, unique over limits and subjects. */
    String bucket(Policy.NamedLimit limit) {
        String who = switch (limit.limit().key()) {
            case SESSION -> session;
            case USER -> user;
            case ADDRESS -> null;
        };
        return who == null
                ? limit.name() + "|address|" + address.getHostAddress()
                : limit.name() + "|" + limit.limit().key() + "|" + who;
    }

    /** How much the limit allows this subject. */
    long quota(Policy.NamedLimit limit) {
        boolean byAddress = switch (limit.limit().key()) {
            case SESSION -> session == null;
            case USER -> user == null;
            case ADDRESS -> true;
        };
        return (long) limit.limit().quota() * (byAddress ? factor : 1);
    }
}
