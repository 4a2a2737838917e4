package dev.viva.access;

import org.jspecify.annotations.Nullable;

/**
 * Who starts a session, as far as their credential tells. Prints nothing, so that no log names a person.
 *
 * @param owner the id of a student who is logged in
 * @param classId the class whose code was shown
 * @param name which wins over the name that the request gives
 * @param group which wins over the group that the request gives
 */
public record Starter(
        @Nullable String owner,
        @Nullable String classId,
        @Nullable String name,
        @Nullable String group) {
    /** Somebody of whom no credential tells anything. */
    public static final Starter SOMEBODY = new Starter(null, null, null, null);

    @Override
    public String toString() {
        return "Starter[]";
    }
}
