package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.testing.OnASession;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract on a session, with credentials that do not open it. */
class SessionAccessTest {
    private static final String UNKNOWN = "ses_0000000000000000000000";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;
    private static Api.Opened session;
    private static Api.Opened other;

    @BeforeAll
    static void start() {
        server = VivaServer.start(data, new TestClock());
        api = new Api(server.url());
        session = api.open();
        other = api.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Operation> operationsOnASession() {
        return OnASession.operations();
    }

    /** Several requests on one connection, because the container caches its headers. */
    @Test
    void grantsAreCaseSensitive() {
        int signature = session.grant().lastIndexOf('.');
        String inAnotherCase = session.grant().substring(0, signature)
                + session.grant()
                        .substring(signature)
                        .chars()
                        .mapToObj(Character::toString)
                        .map(c -> c.equals(c.toLowerCase(Locale.ROOT))
                                ? c.toUpperCase(Locale.ROOT)
                                : c.toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining());

        assertThat(api.get(session.path(""), session.grant()).status()).isEqualTo(200);
        assertRefused(api.get(session.path(""), inAnotherCase), 401, "unauthenticated");
    }

    @ParameterizedTest
    @MethodSource("operationsOnASession")
    void foreignSessionsAreNotFound(Operation operation) {
        assertRefused(send(operation, session.id(), other.grant()), 404, "not_found");
        assertThat(nothingHappened()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("operationsOnASession")
    void unknownSessionIsNotFound(Operation operation) {
        assertRefused(send(operation, UNKNOWN, other.grant()), 404, "not_found");
    }

    @ParameterizedTest
    @MethodSource("operationsOnASession")
    void refusesEveryOperationWithoutAGrant(Operation operation) {
        assertRefused(send(operation, session.id(), null), 401, "unauthenticated");
        assertRefused(send(operation, session.id(), "not.a.grant"), 401, "unauthenticated");
        assertThat(nothingHappened()).isTrue();
    }

    private static void assertRefused(Api.Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }

    private static boolean nothingHappened() {
        JsonNode now = api.get(session.path(""), session.grant()).json();
        return now.path("state").asText().equals("open")
                && now.path("phase").asText().equals("subjective")
                && now.at("/transcript/last_seq").asLong() == 0;
    }

    private static Api.Reply send(Operation operation, String id, @Nullable String bearer) {
        return OnASession.send(api, operation, id, bearer);
    }
}
