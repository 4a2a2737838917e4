package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.testing.OnASession;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Invariant 10: an outsider who knows a session's id, which is printed on its transcript, floods every operation on it
 * until refused; its student notices nothing.
 */
class OutsiderTest {
    private static final String STUDENT = "192.0.2.7";
    private static final String ELSEWHERE = "203.0.113.9";
    /** More than any limit below. */
    private static final int TIMES = 20;

    @TempDir
    static Path data;

    private static VivaServer server;

    @BeforeAll
    static void start() throws Exception {
        Path config = Files.writeString(data.resolve("config.yml"), """
                realtime: {type: simulator}
                simulator: {media: none}
                limits:
                  trust_proxy: {hops: 1}
                  policies:
                    session-creation: [{limit: 1000, per: 1d, key: address}]
                    voice-token: [{limit: 9, per: 1d, key: address}, {limit: 9, per: 1d, key: session}]
                    transcript-relay: [{limit: 10, per: 1d, key: address}, {limit: 10, per: 1d, key: session}]
                    api: [{limit: 11, per: 1d, key: address}, {limit: 11, per: 1d, key: session}]
                server:
                  applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
                  adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
                  enableVirtualThreads: true
                  requestLog: {appenders: []}
                logging: {level: "OFF"}
                """);
        server = VivaServer.configured(config, data, new TestClock());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A separate address for each student, so that tests share no buckets. */
    @ParameterizedTest
    @CsvSource({"192.0.2.1, 203.0.113.1", "192.0.2.2, 192.0.2.2"})
    void floodFromOutsideDoesNotAffectTheStudent(String student, String outsider) {
        Api theirs = new Api(server.url()).from(student);
        Api strange = new Api(server.url()).from(outsider);
        var session = theirs.open();
        var own = new Api(server.url()).from(ELSEWHERE).open(); // a grant of another session

        for (var operation : OnASession.operations().toList()) {
            assertThat(hammer(strange, operation, session.id(), null))
                    .as(operation.id())
                    .isEqualTo(429);
            assertThat(hammer(strange, operation, session.id(), "not.a.grant"))
                    .as(operation.id())
                    .isEqualTo(429);
            assertThat(hammer(strange, operation, session.id(), own.grant()))
                    .as(operation.id())
                    .isEqualTo(429);
        }

        assertStands(theirs.get(session.path(""), session.grant()), 200, "\"api\";r=10");
        assertStands(theirs.relay(session, "item_1", "student", "Where?"), 201, "\"transcript-relay\";r=9");
        assertStands(
                theirs.send("POST", session.path("/voice/token"), session.grant(), null, Map.of()),
                201,
                "\"voice-token\";r=8");
        assertThat(theirs.stream(session, Map.of()).statusCode()).isEqualTo(200);
    }

    /** Observers may read, so the student cannot keep their requests out. */
    @Test
    void floodByAnObserverDoesNotAffectTheStudent() {
        Api theirs = new Api(server.url()).from("192.0.2.9");
        var session = theirs.open();
        String observer = theirs.post(session.path("/grants"), session.grant(), "{\"minutes\":60}")
                .json()
                .path("access_token")
                .asText();

        // Their streams stay open: StreamSlotsTest has them.
        for (var operation : OnASession.operations()
                .filter(one -> !one.id().equals("streamEvents"))
                .toList()) {
            assertThat(hammer(theirs, operation, session.id(), observer))
                    .as(operation.id())
                    .isEqualTo(429);
        }

        assertStands(theirs.relay(session, "item_1", "student", "Where?"), 201, "\"transcript-relay\";r=9");
        assertStands(
                theirs.send("POST", session.path("/voice/token"), session.grant(), null, Map.of()),
                201,
                "\"voice-token\";r=8");
    }

    @Test
    void hidesTheSessionsQuotaFromOutsiders() {
        Api theirs = new Api(server.url()).from(STUDENT);
        var session = theirs.open();
        Stream.of(1, 2, 3).forEach(i -> theirs.get(session.path(""), session.grant()));

        assertStands(new Api(server.url()).from("203.0.113.3").get(session.path(""), null), 401, "\"api\";r=10");
    }

    private static int hammer(Api api, Operation operation, String session, @Nullable String bearer) {
        int status = 0;
        for (int i = 0; i < TIMES; i++) {
            status = OnASession.send(api, operation, session, bearer).status();
        }
        return status;
    }

    private static void assertStands(Api.Reply reply, int status, String limit) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("RateLimit")).startsWith(limit + ";");
    }
}
