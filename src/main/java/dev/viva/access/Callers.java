package dev.viva.access;

import dev.viva.access.oidc.Identity;
import dev.viva.access.oidc.Oidc;
import dev.viva.address.Membership;
import dev.viva.contract.Contract;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells who a bearer token names. Thread-safe. */
final class Callers implements Membership {
    private static final String SCHEME = "Bearer ";

    private final FacultyKey facultyKey;
    private final Classes classes;
    private final Grants grants;
    private final Oidc oidc;
    /** The ids of the operations that a class code serves for. */
    private final Set<String> takeCodes;
    /** The ids of the operations that look at a credential. */
    private final Set<String> readCredentials;

    Callers(FacultyKey facultyKey, Classes classes, Grants grants, Oidc oidc, Contract contract) {
        this.facultyKey = facultyKey;
        this.classes = classes;
        this.grants = grants;
        this.oidc = oidc;
        this.takeCodes = contract.operationsWith("class");
        this.readCredentials = Stream.of("grant", "class", "faculty", "oidc")
                .flatMap(scheme -> contract.operationsWith(scheme).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who calls an operation; empty when the token is no credential for it now. */
    Optional<Principal> read(String operation, String token) {
        Optional<Grant> known = grants.known(token); // first, because most requests come with one
        if (known.isPresent()) {
            return known.filter(grants::isValid).map(Principal.class::cast);
        }
        if (facultyKey.is(token)) {
            return Optional.of(Faculty.WITH_KEY);
        }
        Optional<Principal> member = classes.read(token).map(Principal.class::cast);
        if (member.isPresent()) {
            return member.filter(any -> takeCodes.contains(operation));
        }
        return grants.read(token)
                .<Principal>map(grant -> grant)
                .or(() -> oidc.verify(token).map(Callers::caller));
    }

    private static Principal caller(Identity person) {
        if (person.faculty()) {
            String label = person.name() == null ? Faculty.UNNAMED : person.name();
            return new Faculty(person.id(), label, person.expires());
        }
        return new Student(person.id(), person.name(), person.group(), person.expires());
    }

    /** The grant of the session that an {@code Authorization} header shows, if it was verified before and is valid. */
    Optional<Grant> known(String session, String authorization) {
        String token = token(authorization);
        return token == null
                ? Optional.empty()
                : grants.known(token)
                        .filter(grants::isValid)
                        .filter(grant -> grant.sessionId().equals(session));
    }

    Classes classes() {
        return classes;
    }

    @Override
    public boolean knowsClasses() {
        return classes.any();
    }

    @Override
    public Bearer bearer(String operation, @Nullable String session, String authorization) {
        if (!readCredentials.contains(operation)) {
            return Bearer.OUTSIDER;
        }
        String token = token(authorization);
        if (token == null) {
            return Bearer.of(Kind.WRONG);
        }
        Optional<Grant> known = grants.known(token);
        if (known.isPresent()) {
            return ofGrant(session, known.get());
        }
        if (facultyKey.is(token)) {
            return Bearer.of(Kind.FACULTY);
        }
        return classes.issued(token)
                .map(member -> ofClass(operation, token, member))
                .or(() -> grants.signed(token).map(grant -> ofGrant(session, grant)))
                .or(() -> oidc.recognise(token).map(Callers::ofPerson))
                .orElseGet(() -> Bearer.of(isGuess(token) ? Kind.WRONG : Kind.OUTSIDER));
    }

    /** A token whose key is not known yet is no guess, nor is a grant whose key is not known any more. */
    private boolean isGuess(String token) {
        return !oidc.isItsIssuers(token) && !Grants.isShaped(token);
    }

    private Bearer ofClass(String operation, String code, ClassMember member) {
        String id = Classes.id(member.group());
        boolean opens = takeCodes.contains(operation) && classes.read(code).isPresent();
        return new Bearer(opens ? Kind.CLASS : Kind.CODE, Payers.CLASS + id, classes.students(id));
    }

    private Bearer ofGrant(@Nullable String session, Grant grant) {
        if (!grants.isValid(grant) || !grant.sessionId().equals(session)) {
            return Bearer.OUTSIDER;
        }
        if (grant.observer()) {
            return Bearer.of(Kind.OBSERVER);
        }
        String payer = grant.payer();
        int factor = payer == null
                ? 0
                : payer.startsWith(Payers.CLASS) ? classes.students(payer.substring(Payers.CLASS.length())) : 1;
        // A class that is not configured any more has no limits of its own.
        return factor == 0 ? Bearer.of(Kind.HOLDER) : new Bearer(Kind.HOLDER, payer, factor);
    }

    private static Bearer ofPerson(Identity person) {
        return person.faculty() ? Bearer.of(Kind.FACULTY) : new Bearer(Kind.STUDENT, Payers.STUDENT + person.id(), 1);
    }

    /** The token of an {@code Authorization} header; null when it has none. */
    static @Nullable String token(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
