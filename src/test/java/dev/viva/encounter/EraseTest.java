package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.contract.Contract.Operation;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.OnASession;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class EraseTest {
    private static final String PROVIDER_KEY = "key-of-the-simulator-in-tests";

    @Parameter
    Engine engine;

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, "simulator.key", PROVIDER_KEY);
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    static Stream<Operation> operationsOfAGrant() {
        return OnASession.ofAGrant();
    }

    @ParameterizedTest
    @MethodSource("operationsOfAGrant")
    void erasedSessionIsNotFoundWithItsGrant(Operation operation) {
        var session = spoken();
        assertThat(api.erase(session.id()).status()).isEqualTo(204);

        var reply = OnASession.send(api, operation, session.id(), session.grant());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("code").asText()).isEqualTo("not_found");
        assertThat(rows("session_event", session)).isZero();
    }

    @Test
    void refusesPartialLinesAfterErasure() {
        var session = spoken();
        api.erase(session.id());

        String partial = "{\"item_id\":\"item_9\",\"role\":\"patient\",\"text\":\"It is\",\"is_final\":false}";
        assertThat(api.post(session.path("/transcript"), session.grant(), partial)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keepsATombstoneAndNoLog() {
        var session = spoken();
        var other = spoken();

        assertThat(api.erase(session.id()).status()).isEqualTo(204);

        assertThat(rows("session_event", session)).isZero();
        assertThat(count("SELECT COUNT(*) FROM session WHERE id = '" + session.id()
                        + "' AND state = 'closed' AND erased_at IS NOT NULL AND ended_at = erased_at"
                        + " AND closes_at = erased_at AND closed_at = erased_at AND call_id IS NULL"))
                .isEqualTo(1);
        assertThat(rows("session_event", other)).isEqualTo(1);
        assertThat(api.get(other.path(""), other.grant()).status()).isEqualTo(200);
    }

    @Test
    void keepsTheTimeOfTheEnd() {
        var session = spoken();
        JsonNode ended = api.send("POST", session.path("/end"), session.grant(), null, Map.of())
                .json();
        CLOCK.advance(Duration.ofSeconds(3));

        api.erase(session.id());

        assertThat(count("SELECT COUNT(*) FROM session WHERE id = '" + session.id()
                        + "' AND erased_at - ended_at = 3000 AND closes_at - ended_at = 10000"))
                .as(ended.toString())
                .isEqualTo(1);
    }

    @Test
    void repeatedAndConcurrentErasuresGetTheSameAnswer() throws Exception {
        var session = spoken();
        try (var faculty = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = IntStream.range(0, 10)
                    .mapToObj(i -> faculty.submit(() -> api.erase(session.id())))
                    .toList();
            for (var reply : replies) {
                assertThat(reply.get().status()).isEqualTo(204);
            }
        }
        assertThat(api.erase(session.id()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json, */*;q=0.1", "application/problem+json"})
    void answersWithoutABodyForAnyAcceptHeader(String accept) {
        var session = spoken();

        var reply = api.send("DELETE", session.path(""), Api.FACULTY, null, Map.of("Accept", accept));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.raw().body()).isEmpty();
    }

    @Test
    void unknownSessionIsNotFound() {
        assertRefused(api.erase("ses_0000000000000000000000"), 404, "not_found");
    }

    @Test
    void refusesToEraseWithAGrant() {
        var session = spoken();

        assertRefused(erase(session, session.grant()), 403, "forbidden");

        assertThat(rows("session_event", session)).isEqualTo(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "the-faculty-key-of-these-tests", "the-faculty-key-of-these-tests-alone-"})
    void refusesToEraseWithOtherCredentials(@Nullable String bearer) {
        var session = spoken();

        assertRefused(erase(session, bearer), 401, "unauthenticated");

        assertThat(rows("session_event", session)).isEqualTo(1);
    }

    @Test
    void refusesToEraseWithoutAConfiguredKey(@TempDir Path folder) {
        try (var keyless = VivaServer.start(engine, folder, CLOCK, "access.faculty_key", "")) {
            var client = new Api(keyless.url());
            var session = client.open();

            assertRefused(client.erase(session.id()), 401, "unauthenticated");
            assertRefused(client.send("DELETE", session.path(""), "", null, Map.of()), 401, "unauthenticated");
        }
    }

    @Test
    void endsOnlyTheStreamsOfTheErasedSession() {
        var session = spoken();
        var other = spoken();
        try (var frames = new Frames(api.stream(session, Map.of()).body());
                var others = new Frames(api.stream(other, Map.of()).body())) {
            assertThat(frames.next().event()).isEqualTo("turn");
            assertThat(others.next().event()).isEqualTo("turn");

            assertThat(api.erase(session.id()).status()).isEqualTo(204);

            assertThat(frames.over()).isTrue();
            api.relay(other, "item_2", "student", "Where?");
            assertThat(others.next().event()).isEqualTo("turn");
        }
        var back = api.send("GET", session.path("/events"), session.grant(), null, Map.of("Last-Event-ID", "1"));
        assertRefused(back, 404, "not_found");
    }

    @Test
    void hangsUpAndStillCountsTheCallInTheBudget() {
        var session = spoken();
        long before = calls();
        assertThat(Offer.call(api, session)).isEqualTo(201);
        assertThat(calls()).isEqualTo(before + 1);

        api.erase(session.id());

        Until.isTrue("the call is hung up", () -> calls() == before);
        assertThat(rows("session_event", session)).isZero();
        assertThat(count("SELECT COUNT(*) FROM voice_call WHERE session_id = '" + session.id()
                        + "' AND ended_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void idempotencyKeyCreatesANewSessionAfterErasure() {
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        String first = create(headers);
        assertThat(create(headers)).isEqualTo(first);

        api.erase(first);

        assertThat(count("SELECT COUNT(*) FROM idempotency_key WHERE session_id = '" + first + "'"))
                .isZero();
        String second = create(headers);
        assertThat(second).isNotEqualTo(first);
        assertThat(create(headers)).isEqualTo(second);
    }

    @Test
    void timersIgnoreErasedSessions() {
        var erased = spoken();
        var ended = spoken();
        var open = spoken();
        api.send("POST", ended.path("/end"), ended.grant(), null, Map.of());
        api.erase(erased.id());
        api.erase(ended.id());

        CLOCK.advance(Api.LASTS.plusMinutes(1));
        Until.isTrue("the timer ends what is due", () -> !state(open).equals("open"));
        CLOCK.advance(Duration.ofSeconds(11));
        Until.isTrue("the timer closes what is due", () -> state(open).equals("closed"));

        assertThat(rows("session_event", erased)).isZero();
        assertThat(rows("session_event", ended)).isZero();
        assertThat(api.erase(erased.id()).status()).isEqualTo(204);
    }

    private static Api.Opened spoken() {
        var session = api.open();
        assertThat(api.relay(session, "item_0", "student", "Since when?").status())
                .isEqualTo(201);
        return session;
    }

    private static Api.Reply erase(Api.Opened session, @Nullable String bearer) {
        return api.send("DELETE", session.path(""), bearer, null, Map.of());
    }

    private static String create(Map<String, String> headers) {
        return api.send("POST", "/api/v1/sessions", null, Api.CASE, headers)
                .json()
                .at("/session/session_id")
                .asText();
    }

    private static String state(Api.Opened session) {
        return api.get(session.path(""), session.grant()).json().path("state").asText();
    }

    private static long calls() {
        return api.get("/simulator/control/calls", PROVIDER_KEY)
                .json()
                .path("calls")
                .size();
    }

    private static void assertRefused(Api.Reply reply, int status, String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
    }

    private long rows(String table, Api.Opened session) {
        return count("SELECT COUNT(*) FROM " + table + " WHERE session_id = '" + session.id() + "'");
    }

    private long count(String sql) {
        return engine.jdbi(data)
                .withHandle(h -> h.createQuery(sql).mapTo(Long.class).one());
    }
}
