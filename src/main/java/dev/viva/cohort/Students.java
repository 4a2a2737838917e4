package dev.viva.cohort;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import dev.viva.session.PersonKeys;
import dev.viva.session.Session;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Tells which encounters are of one student, for one answer, without saying whose. Someone who knows the class's
 * names can compute neither the keys nor their order. Prints nothing, so that no log names a person.
 */
final class Students {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, String> takers;
    private final HashFunction secret = secret();

    /** @param takers who took an exam, by session: there the participant is a code, another one in each */
    Students(Map<String, String> takers) {
        this.takers = takers;
    }

    /**
     * A student who practised, by the login, else by the name given; without either, each encounter is another's. An
     * exam's taker counts as another student than someone who practised under that name; otherwise a row would show whose
     * code it is.
     */
    String key(Session session) {
        String taker = takers.get(session.id());
        String key = taker == null ? practised(session) : "exam " + PersonKeys.present(taker);
        return secret.hashString(key, StandardCharsets.UTF_8).toString();
    }

    private static HashFunction secret() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return Hashing.hmacSha256(key);
    }

    private static String practised(Session session) {
        var participant = session.subject().participant();
        String name = participant == null ? null : participant.name();
        String owner = session.admission().owner();
        return owner == null && name == null
                ? "session " + session.id()
                : PersonKeys.of(owner, name == null ? "" : name);
    }
}
