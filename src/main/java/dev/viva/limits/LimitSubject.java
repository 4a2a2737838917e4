package dev.viva.limits;

import com.google.common.hash.Hashing;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The subject that a request is charged to.
 *
 * @param address the client's address as counted
 * @param share the share of the address's limits that the request takes from
 * @param session the session in the path if the request carries its grant, else null
 * @param user the identified user, if any
 * @param perPerson whether each person whom the request names has a limit of their own beside the payer's
 */
public record LimitSubject(
        InetAddress address,
        Share share,
        @Nullable String session,
        @Nullable String user,
        boolean perPerson) {

    public LimitSubject(InetAddress address, Share share, @Nullable String session, @Nullable String user) {
        this(address, share, session, user, false);
    }

    /**
     * A share of an address's limits, or the limits of somebody in its place, with buckets of its own.
     *
     * @param name the name in the bucket's key
     * @param factor multiplies the limits
     * @param payer who pays in place of the address, if anybody
     */
    public record Share(String name, int factor, @Nullable String payer) {
        /** For an address that one person uses. */
        public static final Share ALONE = new Share("address", 1, null);

        /** For requests about a session without its grant. They take nothing from callers with the grant. */
        static final Share OUTSIDERS = new Share("outside", 1, null);

        /** For requests with the faculty key. They take nothing from students behind the same address. */
        static Share faculty(int factor) {
            return new Share("faculty", factor, null);
        }

        /** For requests with an observer's grant. They take nothing from the session's student. */
        static Share observers(int factor) {
            return new Share("observer", factor, null);
        }

        /** For requests that name no session, such as creating one. */
        static Share of(int factor) {
            return new Share(ALONE.name(), factor, null);
        }

        /** For requests about a session with its grant. */
        static Share insiders(int factor) {
            return new Share("inside", factor, null);
        }

        /** For requests that a class or a student pays for, whatever their address. */
        static Share paidBy(String payer, int factor) {
            return new Share("payer", factor, payer);
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
                ? limit.name() + "|" + share.name() + "|"
                        + (share.payer() == null ? address.getHostAddress() : share.payer())
                : limit.name() + "|" + limit.limit().key() + "|" + who;
    }

    /** One person of the class that pays, by the name that they give; null if no class pays. */
    @Nullable
    LimitSubject person(String name) {
        if (!perPerson) {
            return null;
        }
        String hash = Hashing.sha256().hashString(name, StandardCharsets.UTF_8).toString();
        var alone = new Share("person", 1, share.payer() + "|" + hash);
        return new LimitSubject(address, alone, session, user, false);
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
