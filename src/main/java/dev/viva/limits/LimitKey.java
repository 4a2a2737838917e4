package dev.viva.limits;

/** What a limit counts by. A request that has no such thing counts against its address, so none goes uncounted. */
public enum LimitKey {
    /** The client's address; an IPv6 one by its /64, which is what one household or one attacker holds. */
    ADDRESS,
    /** The {@code session_id} in the path, for a request that bears the grant of that session. */
    SESSION,
    /** The user that the request attribute {@code viva.user} names. */
    USER
}
