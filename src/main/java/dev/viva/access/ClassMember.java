package dev.viva.access;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A caller with the code of a class. All callers with one code are the same principal.
 *
 * @param timeFactor of those who have this code; null for the deployment's
 */
public record ClassMember(String group, @Nullable Double timeFactor) implements Principal {
    @Override
    public String getName() {
        return group;
    }
}
