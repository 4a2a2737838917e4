package dev.viva.assessment;

import dev.viva.access.Faculty;
import dev.viva.model.AuthorRole;
import java.security.Principal;

/**
 * Who writes or reads notes. Prints nothing, so that no log names a person.
 *
 * @param name a teacher's; all callers with the faculty key have one. The session's one student has none
 */
record Author(AuthorRole role, String name) {
    /** The one student of a session. */
    static final Author STUDENT = new Author(AuthorRole.STUDENT, "");

    static Author of(Principal caller) {
        return caller instanceof Faculty ? new Author(AuthorRole.FACULTY, caller.getName()) : STUDENT;
    }

    @Override
    public String toString() {
        return "Author[]";
    }
}
