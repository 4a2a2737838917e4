package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class IdempotencyTest {
    @Parameter
    Engine engine;

    private static final String OTHER =
            "{\"scenario_id\":\"knee-after-football\",\"persona_id\":\"hana-suzuki\"," + "\"input_language\":\"de\"}";

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;

    private final String key = UUID.randomUUID().toString();

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        server = VivaServer.start(engine, data, CLOCK, "access.grant_lifetime", "30d");
        api = new Api(server.url());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Test
    void parallelRequestsWithOneKeyCreateOneSession() throws Exception {
        int before = count("session");
        Callable<Api.Reply> create = () -> create(key, Api.CASE);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var replies = callers
                    .invokeAll(Stream.generate(() -> create).limit(10).toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(replies).extracting(Api.Reply::status).containsOnly(201);
            assertThat(replies)
                    .extracting(reply -> reply.raw().body())
                    .containsOnly(replies.getFirst().raw().body());
            assertThat(replies)
                    .extracting(reply -> reply.header("Location"))
                    .containsOnly(replies.getFirst().header("Location"));
        }
        assertThat(count("session")).isEqualTo(before + 1);
    }

    @Test
    void repeatGetsTheFirstAnswerWhateverHappenedSince() {
        var first = create(key, Api.CASE);
        var session = new Api.Opened(
                first.json().at("/session/session_id").asText(),
                first.json().path("access_token").asText());
        api.relay(session, "a", "student", "Where?");
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        CLOCK.advance(Duration.ofMinutes(5));
        server.close();
        start(engine);

        var again = create('"' + key + '"', Api.CASE.replace(",", " ,\n "));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(api.get(session.path(""), session.grant())
                        .json()
                        .path("state")
                        .asText())
                .isNotEqualTo("open");
    }

    @Test
    void refusesAKeyReusedWithAnotherBody() {
        int before = count("session");
        create(key, Api.CASE);
        var reply = create(key, OTHER);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(reply.raw().body()).doesNotContain("ses_");
        assertThat(count("session")).isEqualTo(before + 1);
    }

    @Test
    void refusedRequestDoesNotConsumeItsKey() {
        assertThat(create(key, Api.CASE.replace("hana-suzuki", "nobody-here")).status())
                .isEqualTo(422);
        assertThat(create(key, Api.CASE).status()).isEqualTo(201);
    }

    @Test
    void createsASessionPerRequestWithoutAKey() {
        assertThat(create(null, Api.CASE).json().at("/session/session_id"))
                .isNotEqualTo(create(null, Api.CASE).json().at("/session/session_id"));
    }

    @Test
    void refusesAGuessableOrMalformedKey() {
        var guessable = List.of(
                "too-short-abcde",
                "1111111111111111",
                "aaaaaaaabbbbbbbb",
                "has a space in it, or two",
                "\"8e03978e-40d5-43dd-bc93",
                "abcdefghijklmnop\\",
                "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"");

        int before = count("session");
        assertThat(guessable).allSatisfy(bad -> {
            var reply = create(bad, Api.CASE);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/errors/0/pointer").asText()).isEqualTo("/header/Idempotency-Key");
        });
        assertThat(count("session")).isEqualTo(before);
    }

    @Test
    void deletesAKeyAfterADay() {
        var first = create(key, Api.CASE);
        create(UUID.randomUUID().toString(), Api.CASE);
        CLOCK.advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(create(key, Api.CASE).raw().body()).isEqualTo(first.raw().body());
        CLOCK.advance(Duration.ofSeconds(1));

        assertThat(create(key, OTHER).status()).isEqualTo(201);
        Until.isTrue("the other key is gone", () -> count("idempotency_key") == 1);
    }

    @Test
    void deletesAKeyWhenItsGrantExpires(@TempDir Path folder) {
        var clock = new TestClock();
        try (var brief = VivaServer.start(engine, folder, clock, "access.grant_lifetime", "1h")) {
            var there = new Api(brief.url());
            var first = create(there, key, Api.CASE);
            clock.advance(Duration.ofHours(1));
            var later = create(there, key, Api.CASE);

            assertThat(later.status()).isEqualTo(201);
            assertThat(later.json().path("session")).isNotEqualTo(first.json().path("session"));
        }
    }

    @Test
    void storesNeitherTheKeyNorTheGrant() {
        var created = create(key, Api.CASE);
        String stored = jdbi().withHandle(h ->
                h.createQuery("SELECT * FROM idempotency_key").mapToMap().list().toString());

        assertThat(stored)
                .contains("=")
                .doesNotContain(key, created.json().path("access_token").asText());
    }

    private static Api.Reply create(@Nullable String idempotencyKey, String body) {
        return create(api, idempotencyKey, body);
    }

    private static Api.Reply create(Api there, @Nullable String idempotencyKey, String body) {
        var headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        if (idempotencyKey != null) {
            headers.put("Idempotency-Key", idempotencyKey);
        }
        return there.send("POST", "/api/v1/sessions", null, body, headers);
    }

    private int count(String table) {
        return jdbi().withHandle(h -> h.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    private Jdbi jdbi() {
        return engine.jdbi(data);
    }
}
