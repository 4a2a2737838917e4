package dev.viva.access;

import java.security.Principal;

/** A caller with the faculty key. All callers with the key are the same principal. */
public record Faculty() implements Principal {
    @Override
    public String getName() {
        return "faculty";
    }
}
