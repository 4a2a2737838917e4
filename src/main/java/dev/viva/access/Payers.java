package dev.viva.access;

import dev.viva.session.Session;
import org.jspecify.annotations.Nullable;

/** Names whose rate limits requests take from instead of those of their address: a class's or a student's. */
public final class Payers {
    static final String CLASS = "class:";
    static final String STUDENT = "student:";

    private Payers() {}

    /** Who pays for the requests with a session's grant; null for the address. */
    public static @Nullable String of(Session session) {
        var admission = session.admission();
        if (admission.classId() != null) {
            return CLASS + admission.classId();
        }
        return admission.owner() == null ? null : STUDENT + admission.owner();
    }
}
