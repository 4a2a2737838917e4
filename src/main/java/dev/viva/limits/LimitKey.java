package dev.viva.limits;

/** What a limit counts by. A request without that key counts by its address, so all requests are counted. */
public enum LimitKey {
    /** The client's address. IPv6 addresses count by their /64: one household or attacker usually has one. */
    ADDRESS,
    /** The {@code session_id} in the path, if the request carries a grant for that session. */
    SESSION,
    /** The student who is logged in. */
    USER
}
