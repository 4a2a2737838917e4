package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.access.AuthorizationTable.Target;
import dev.viva.contract.Contract;
import dev.viva.contract.Contract.Operation;
import dev.viva.problem.Secret;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.TestIssuer.Behaviour;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every operation of the contract, for every kind of caller, on an own, ended, foreign, unknown and erased session. The
 * expected statuses stand in {@code authorization.tsv}; an operation that is not there fails.
 */
class AuthorizationMatrixTest {
    private static final String UNKNOWN = "ses_0000000000000000000000";
    private static final String KEY = "the-grant-key-of-the-authorization-matrix-alone";
    private static final Contract CONTRACT = Contract.load();
    private static final TestClock CLOCK = new TestClock();
    private static final TestIssuer ISSUER = new TestIssuer(CLOCK);
    private static final AuthorizationTable TABLE = new AuthorizationTable();
    private static final Map<Target, Attempt> ATTEMPTS = new EnumMap<>(Target.class);

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private static int cells;

    /** When {@link #ATTEMPTS} were made. */
    private static @Nullable Instant attemptedAt;

    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = start(data, "anyone");
        api = new Api(server.url());
    }

    private static VivaServer start(Path data, String students) {
        var settings = Stream.of("access.grant_key", KEY, "access.students", students);
        var started = VivaServer.start(
                data,
                CLOCK,
                Stream.concat(settings, Stream.of(ISSUER.settings())).toArray(String[]::new));
        TestIssuer.untilKnownTo(started);
        return started;
    }

    @AfterAll
    static void stop() {
        server.close();
        ISSUER.close();
        System.out.printf(
                "== authorization: %d operations, %d cells checked%n",
                CONTRACT.operations().size(), cells);
        assertThat(cells).as("cells of the matrix").isGreaterThan(3_000);
    }

    static Stream<Operation> operations() {
        return CONTRACT.operations().stream();
    }

    @Test
    void theTableNamesExactlyTheOperationsOfTheContract() {
        assertThat(TABLE.operations().stream().filter(row -> !row.contains("@")))
                .containsExactlyInAnyOrderElementsOf(
                        operations().map(Operation::id).toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answersEveryCallerAsTheTableSays(Operation operation) {
        for (String caller : TABLE.callers()) {
            if (!caller.equals("invalid")) {
                check(operation, operation.id(), caller);
            }
        }
        passed();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void treatsEveryInvalidCredentialAlike(Operation operation) throws Exception {
        Map<Target, Attempt> attempts = attempts();
        for (Target target : targets(operation)) {
            var attempt = Objects.requireNonNull(attempts.get(target));
            attempt.headers().forEach((what, header) -> {
                var request = new MatrixRequest(operation, attempt.session(), Map.of("Authorization", header));
                judge(operation.id(), "invalid", target, request.send(api, null), what);
            });
        }
        passed();
    }

    /** Invalid credentials for a session; for one that is not their own, those of another. */
    private record Attempt(String session, Map<String, String> headers) {}

    /** They open nothing, so the same ones serve all operations: signing one takes 20 ms. */
    private static Map<Target, Attempt> attempts() throws Exception {
        if (!CLOCK.instant().equals(attemptedAt)) {
            var own = api.open();
            Map<Target, Api.Opened> sessions = new EnumMap<>(Target.class);
            for (Target target : Target.values()) {
                var begun = target == Target.ENDED || target == Target.ERASED ? api.open() : own;
                sessions.put(target, new Api.Opened(session(target, begun), begun.grant()));
            }
            // After the clock has moved: some are valid a minute later.
            var credentials = new InvalidCredentials(KEY, CLOCK);
            for (var entry : sessions.entrySet()) {
                boolean foreign = entry.getKey() == Target.FOREIGN || entry.getKey() == Target.UNKNOWN;
                ATTEMPTS.put(
                        entry.getKey(),
                        new Attempt(entry.getValue().id(), credentials.of(foreign ? own : entry.getValue(), ISSUER)));
            }
            attemptedAt = CLOCK.instant();
        }
        return ATTEMPTS;
    }

    /** Whoever is logged in goes on; whoever logs in after the issuer has changed its key is known. */
    @ParameterizedTest
    @ValueSource(strings = {"the issuer is out", "the issuer has another key"})
    void peopleStayKnownWhile(String trouble) {
        var people = List.of("oidc_student", "oidc_faculty");
        people.forEach(caller -> check(MatrixRequest.operation("getDeployment"), "getDeployment", caller));
        if (trouble.endsWith("out")) {
            ISSUER.behave(Behaviour.OUT);
        } else {
            ISSUER.rotate();
        }
        CLOCK.advance(Duration.ofMinutes(6));
        operations().forEach(operation -> people.forEach(caller -> check(operation, operation.id(), caller)));
        ISSUER.behave(Behaviour.WELL);
        passed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "oidc"})
    void theDeploymentSaysWhoStarts(String students, @TempDir Path folder) throws Exception {
        try (var other = start(folder, students)) {
            var there = new Api(other.url());
            var creation = MatrixRequest.operation("createSession");
            String row = creation.id() + "@" + students;
            for (String caller : TABLE.callers()) {
                if (!caller.equals("invalid")) {
                    String bearer = Stream.of("student", "observer").anyMatch(caller::equals)
                            ? caller(caller, session(there, Api.FACULTY)).grant()
                            : caller(caller, new Api.Opened(UNKNOWN, "")).grant();
                    int status = new MatrixRequest(creation, UNKNOWN, Map.of()).send(there, emptyToNull(bearer));
                    judge(row, caller, Target.OWN, status, "");
                }
            }
            for (var header : new InvalidCredentials(KEY, CLOCK)
                    .of(session(there, Api.FACULTY), ISSUER)
                    .entrySet()) {
                var request = new MatrixRequest(creation, UNKNOWN, Map.of("Authorization", header.getValue()));
                judge(row, "invalid", Target.OWN, request.send(there, null), header.getKey());
            }
        }
        passed();
    }

    @Test
    void onlyWhoIsLoggedInAsItsStudentRenewsAGrant() {
        var grant = new MatrixRequest(
                MatrixRequest.operation("createGrant"), "", Map.of(), "{\"minutes\":60,\"role\":\"student\"}");
        for (String caller : TABLE.callers()) {
            if (!caller.equals("invalid")) {
                for (Target target : Target.values()) {
                    var known = caller(caller, own(caller));
                    String session = session(target, known);
                    int status = grant.on(session).send(api, emptyToNull(known.grant()));
                    judge("createGrant@student", caller, target, status, "");
                }
            }
        }
        passed();
    }

    private void check(Operation operation, String row, String caller) {
        var untouched = caller(caller, own(caller));
        for (Target target : targets(operation)) {
            var known = target == Target.ENDED || target == Target.ERASED ? caller(caller, own(caller)) : untouched;
            String session = session(target, known);
            int status = new MatrixRequest(operation, session, Map.of()).send(api, emptyToNull(known.grant()));
            judge(row, caller, target, status, "");
        }
    }

    /** The own one comes last: an operation on another session leaves it as it was. */
    private static List<Target> targets(Operation operation) {
        return operation.path().contains("{session_id}")
                ? List.of(Target.FOREIGN, Target.UNKNOWN, Target.ENDED, Target.ERASED, Target.OWN)
                : List.of(Target.OWN);
    }

    /** A session that the caller began, or that somebody else began who gave them a grant. */
    private static Api.Opened own(String caller) {
        return switch (caller) {
            case "class" -> session(api, Api.CLASS_CODE);
            case "oidc_student" -> session(api, ISSUER.student("kim"));
            default -> api.open();
        };
    }

    private static Api.Opened session(Api there, String credential) {
        var created = there.post("/api/v1/sessions", credential, Api.CASE).json();
        return new Api.Opened(
                created.at("/session/session_id").asText(),
                created.path("access_token").asText());
    }

    /** The session with the caller's credential in place of its grant; empty for nobody's. */
    private static Api.Opened caller(String caller, Api.Opened own) {
        return new Api.Opened(
                own.id(),
                switch (caller) {
                    case "nobody" -> "";
                    case "student" -> own.grant();
                    case "observer" -> observer(own);
                    case "class" -> Api.CLASS_CODE;
                    case "faculty" -> Api.FACULTY;
                    case "oidc_student" -> ISSUER.student("kim");
                    case "oidc_faculty" -> ISSUER.faculty("ada");
                    default -> throw new AssertionError("authorization.tsv has an unknown caller: " + caller);
                });
    }

    private static String observer(Api.Opened session) {
        // A server in another mode has its own sessions; its grants are signed with the same key.
        return new Grants(new Secret(KEY), null, Duration.ofHours(24), CLOCK)
                .observerGrant(session.id(), Duration.ofHours(1))
                .value()
                .reveal();
    }

    private static String session(Target target, Api.Opened known) {
        return switch (target) {
            case OWN -> known.id();
            case FOREIGN -> api.open().id();
            case UNKNOWN -> UNKNOWN;
            case ENDED -> {
                assertThat(api.post("/api/v1/sessions/" + known.id() + "/end", Api.FACULTY, "")
                                .status())
                        .isEqualTo(200);
                CLOCK.advance(Duration.ofSeconds(11));
                yield known.id();
            }
            case ERASED -> {
                assertThat(api.erase(known.id()).status()).isEqualTo(204);
                yield known.id();
            }
        };
    }

    private static @Nullable String emptyToNull(String bearer) {
        return bearer.isEmpty() ? null : bearer;
    }

    private void judge(String row, String caller, Target target, int status, String what) {
        cells++;
        if (!TABLE.expects(row, caller, target, status)) {
            wrong.add("%s as %s %s, %s session: %s instead of %s"
                    .formatted(row, caller, what, target, status, TABLE.expected(row, caller, target)));
        }
    }

    private void passed() {
        assertThat(wrong.stream().collect(Collectors.joining("\n"))).isEmpty();
    }
}
