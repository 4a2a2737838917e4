package dev.viva.access;

import dev.viva.access.oidc.Identity;
import dev.viva.access.oidc.Oidc;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells who a bearer token names. Thread-safe. */
final class Callers {
    private static final String SCHEME = "Bearer ";

    private final FacultyKey facultyKey;
    private final Classes classes;
    private final Grants grants;
    private final Oidc oidc;
    /** The ids of the operations that a class code serves for. */
    private final Set<String> takeCodes;

    Callers(FacultyKey facultyKey, Classes classes, Grants grants, Oidc oidc, Set<String> takeCodes) {
        this.facultyKey = facultyKey;
        this.classes = classes;
        this.grants = grants;
        this.oidc = oidc;
        this.takeCodes = Set.copyOf(takeCodes);
    }

    /** Who calls an operation; empty when the token is no credential for it now. */
    Optional<Principal> read(String operation, String token) {
        if (facultyKey.is(token)) {
            return Optional.of(Faculty.WITH_KEY);
        }
        Optional<Principal> member = classes.read(token).map(Principal.class::cast);
        if (member.isPresent()) {
            return member.filter(known -> takeCodes.contains(operation));
        }
        return grants.read(token)
                .<Principal>map(grant -> grant)
                .or(() -> oidc.verify(token).map(Callers::caller));
    }

    private static Principal caller(Identity person) {
        if (person.faculty()) {
            return new Faculty(person.name() == null ? Faculty.UNNAMED : person.name(), person.expires());
        }
        return new Student(person.id(), person.name(), person.group(), person.expires());
    }

    Classes classes() {
        return classes;
    }

    boolean admits(String sessionId, String header) {
        String token = token(header);
        return token != null
                && grants.read(token)
                        .filter(grant -> grant.sessionId().equals(sessionId))
                        .isPresent();
    }

    boolean isFaculty(String header) {
        String token = token(header);
        return token != null
                && (facultyKey.is(token)
                        || oidc.recognise(token).filter(Identity::faculty).isPresent());
    }

    /** The token of an {@code Authorization} header; null when it has none. */
    static @Nullable String token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
