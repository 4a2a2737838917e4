package dev.viva.access.oidc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person, as the identity provider's token describes them.
 *
 * @param id SHA-256 of issuer and subject, in hex; the same for each token of this person
 * @param name as the issuer writes it, made printable; null if the token has none
 * @param group the class or course; null if the token has none
 * @param faculty whether the token has the role of faculty
 * @param expires when the token stops being accepted, exclusive
 */
public record Identity(
        String id, @Nullable String name, @Nullable String group, boolean faculty, Instant expires) {
    /** Names nobody: records are logged by accident. */
    @Override
    public String toString() {
        return faculty ? "Identity[faculty]" : "Identity[student]";
    }
}
