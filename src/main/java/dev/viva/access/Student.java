package dev.viva.access;

import java.security.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller who is logged in at the institution and is not faculty. They may use the sessions that they created. Prints
 * nothing, so that no log names a person.
 *
 * @param id SHA-256 of issuer and subject, lower-case hex
 * @param name as the identity provider says
 * @param group as the identity provider says
 * @param expires when the token expires, exclusive
 */
public record Student(
        String id, @Nullable String name, @Nullable String group, Instant expires) implements Principal {
    @Override
    public String getName() {
        return id;
    }

    @Override
    public String toString() {
        return "Student[]";
    }
}
