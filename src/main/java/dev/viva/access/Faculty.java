package dev.viva.access;

import java.security.Principal;
import java.time.Instant;

/**
 * A member of faculty. All callers with the faculty key are the same principal.
 *
 * @param id who it is, whatever name the identity provider gives today
 * @param label what the identity provider calls them
 * @param expires when the token that names them expires, exclusive. The faculty key does not expire
 */
public record Faculty(String id, String label, Instant expires) implements Principal {
    /** Stands for whoever has no name. */
    static final String UNNAMED = "faculty";

    private static final int SHOWN_OF_ID = 8;

    /** Whoever has the faculty key. */
    public static final Faculty WITH_KEY = new Faculty(UNNAMED, UNNAMED, Instant.MAX);

    /** The same for each token of a person, and of nobody else. */
    @Override
    public String getName() {
        return id;
    }

    /** The actor in the audit trail. The id tells apart people of one name, and people from the key and the service. */
    public String actor() {
        return equals(WITH_KEY) ? UNNAMED : label + " (" + id.substring(0, SHOWN_OF_ID) + ")";
    }

    /** Prints nothing, so that no log names a person. */
    @Override
    public String toString() {
        return "Faculty[]";
    }
}
