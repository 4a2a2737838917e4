package dev.viva.access;

import dev.viva.model.Participant;
import dev.viva.session.PersonNames;
import org.jspecify.annotations.Nullable;

/**
 * Who starts a session, as far as their credential tells. Prints nothing, so that no log names a person.
 *
 * @param owner the id of a student who is logged in
 * @param classId the class whose code was shown
 * @param name which wins over the name that the request gives
 * @param group which wins over the group that the request gives
 * @param timeFactor by which the minutes of a case are multiplied, in place of the deployment's factor
 */
public record Starter(
        @Nullable String owner,
        @Nullable String classId,
        @Nullable String name,
        @Nullable String group,
        @Nullable Double timeFactor) {
    /** Somebody of whom no credential tells anything. */
    public static final Starter SOMEBODY = new Starter(null, null, null, null, null);

    /** The name that the credential tells, else the one that the request gives; without white space around it. */
    public @Nullable String nameOr(@Nullable Participant given) {
        return first(name, given == null ? null : given.name());
    }

    /** The group that the credential tells, else the one that the request gives; without white space around it. */
    public @Nullable String groupOr(@Nullable Participant given) {
        return first(group, given == null ? null : given.group());
    }

    /** White space alone, which the contract's pattern takes where it is not ASCII, tells nothing. */
    private static @Nullable String first(@Nullable String told, @Nullable String given) {
        String found = stripped(told);
        return found == null ? stripped(given) : found;
    }

    private static @Nullable String stripped(@Nullable String text) {
        String stripped = text == null ? "" : PersonNames.stripped(text);
        return stripped.isEmpty() ? null : stripped;
    }

    @Override
    public String toString() {
        return "Starter[]";
    }
}
