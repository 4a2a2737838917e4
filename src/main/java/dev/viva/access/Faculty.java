package dev.viva.access;

import java.security.Principal;
import java.time.Instant;

/**
 * A member of faculty. All callers with the faculty key are the same principal.
 *
 * @param name the actor in the audit trail
 * @param expires when the token that names them expires, exclusive. The faculty key does not expire
 */
public record Faculty(String name, Instant expires) implements Principal {
    /** Stands for whoever has no name. */
    static final String UNNAMED = "faculty";

    /** Whoever has the faculty key. */
    public static final Faculty WITH_KEY = new Faculty(UNNAMED, Instant.MAX);

    @Override
    public String getName() {
        return name;
    }

    /** Prints nothing, so that no log names a person. */
    @Override
    public String toString() {
        return "Faculty[]";
    }
}
