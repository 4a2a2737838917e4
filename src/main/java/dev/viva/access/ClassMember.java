package dev.viva.access;

import java.security.Principal;

/** A caller with the code of a class. All callers with a code of the group are the same principal. */
public record ClassMember(String group) implements Principal {
    @Override
    public String getName() {
        return group;
    }
}
