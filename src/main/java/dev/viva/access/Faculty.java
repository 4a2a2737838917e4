package dev.viva.access;

import java.security.Principal;

/** Whoever bears the faculty key. It names nobody: all who have the key are the same caller. */
public record Faculty() implements Principal {
    @Override
    public String getName() {
        return "faculty";
    }
}
