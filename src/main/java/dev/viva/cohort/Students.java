package dev.viva.cohort;

import com.google.common.hash.Hashing;
import dev.viva.session.PersonNames;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;

/** Tells which encounters are of one student, without saying whose. */
final class Students {
    private Students() {}

    /** Who practised: by their login, else by the name that they gave; without either, each encounter is another's. */
    static String key(Session session) {
        var participant = session.subject().participant();
        String name = participant == null ? null : participant.name();
        String owner = session.admission().owner();
        String key = owner != null
                ? "owner " + owner
                : name != null ? "name " + PersonNames.plain(name) : "session " + session.id();
        return Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    }
}
