package dev.viva.cohort;

import com.google.common.hash.Hashing;
import dev.viva.session.PersonNames;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Tells which encounters are of one student, without saying whose.
 *
 * @param takers who took an exam, by session: there the participant is a code, another one in each
 */
record Students(Map<String, String> takers) {
    /** Who practised: by their login, else by the name that they gave; without either, each encounter is another's. */
    String key(Session session) {
        var participant = session.subject().participant();
        String name = participant == null ? null : participant.name();
        String owner = session.admission().owner();
        String key = owner != null
                ? "owner " + owner
                : name != null ? "name " + PersonNames.plain(name) : "session " + session.id();
        return Hashing.sha256()
                .hashString(takers.getOrDefault(session.id(), key), StandardCharsets.UTF_8)
                .toString();
    }

    /** Prints nothing, so that no log names a person. */
    @Override
    public String toString() {
        return "Students[]";
    }
}
