package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.access.Grants;
import dev.viva.problem.Secret;
import dev.viva.testing.Api;
import dev.viva.testing.LogLines;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody guesses the code of a class, or a key, with the shipped limits. */
class GuessingTest {
    private static final String CODE = "blue-heron-71";
    private static final String EXPIRED = "red-heron-70";
    private static final String WRONG = "grey-heron-17";
    private static final Secret GRANT_KEY = new Secret("A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f");
    private static final int TRIES = 1_000;
    private static final int ALLOWED = 30;
    /** Before that, the limit of session-creation refuses. */
    private static final int BEGINS = 10;

    @TempDir
    Path folder;

    private final Map<Integer, Integer> answers = new HashMap<>();

    private void begin(Api api, String code) {
        answers.merge(api.post("/api/v1/sessions", code, Api.CASE).status(), 1, Integer::sum);
    }

    private VivaServer start(Path data, String... more) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yml"), """
                access:
                  students: code
                  classes:
                    - {code: %s, group: PT-2B, students: 3}
                    - {code: %s, group: PT-2B, students: 3, expires: '2026-01-31T00:00:00Z'}
                limits: {trust_proxy: {hops: 1}}
                """.formatted(CODE, EXPIRED));
        return VivaServer.configured(config, data, new TestClock(), more);
    }

    @Test
    void aWrongCodeIsSlowedAndLoggedWithoutTheCode() throws Exception {
        try (var server = start(folder);
                var logged = LogLines.of(WrongCredentials.class)) {
            var guesser = new Api(server.url()).from("192.0.2.1");
            for (int i = 0; i < TRIES; i++) {
                begin(guesser, WRONG);
            }

            assertThat(answers).containsOnly(Map.entry(401, BEGINS), Map.entry(429, TRIES - BEGINS));
            assertThat(logged.words())
                    .as("one a minute")
                    .hasSizeBetween(1, 5)
                    .allMatch(line -> line.contains("wrong credentials") && line.contains("192.0.2.1"))
                    .noneMatch(line -> line.contains(WRONG) || line.contains(CODE));
        }
    }

    @Test
    void whoeverGuessedTooOftenIsNotToldThatAGuessWasRight() throws Exception {
        try (var server = start(folder)) {
            var guesser = new Api(server.url()).from("192.0.2.1");
            for (int i = 0; i < ALLOWED; i++) {
                begin(guesser, WRONG + i);
            }
            var refused = guesser.post("/api/v1/sessions", CODE, Api.CASE);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().at("/violated-policies/0").asText()).isEqualTo("wrong-credential");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            begin(new Api(server.url()).from("192.0.2.2"), CODE);
            assertThat(answers).containsEntry(201, 1);
        }
    }

    /** Where no code opens anything, a right one would be told from a wrong one all the same. */
    @Test
    void noOperationTellsThatAGuessWasRightOrWasRightOnce() throws Exception {
        try (var server = start(folder)) {
            var guesser = new Api(server.url()).from("192.0.2.1");
            assertThat(guesser.post("/api/v1/sessions", EXPIRED, Api.CASE).status())
                    .isEqualTo(401);
            for (int i = 0; i < ALLOWED; i++) {
                assertThat(guesser.get("/api/v1/sessions", WRONG + i).status()).isEqualTo(401);
            }

            for (String code : List.of(WRONG, CODE, EXPIRED)) {
                var replies = List.of(
                        guesser.get("/api/v1/sessions", code),
                        guesser.get("/health", code),
                        guesser.post("/api/v1/sessions", code, Api.CASE));
                assertThat(replies).as(code).allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(429);
                    assertThat(reply.json().at("/violated-policies/0").asText()).isEqualTo("wrong-credential");
                });
            }
        }
    }

    /** A guesser in the classroom must not shut out the class. */
    @Test
    void aClassThatHasBegunGoesOnBesideAGuesser() throws Exception {
        try (var server = start(folder)) {
            var room = new Api(server.url()).from("192.0.2.1");
            begin(room, CODE);
            for (int i = 0; i < ALLOWED + 10; i++) {
                begin(room, WRONG);
            }
            begin(room, CODE);

            assertThat(answers).containsOnly(Map.entry(201, 2), Map.entry(401, BEGINS), Map.entry(429, ALLOWED));
        }
    }

    @Test
    void guessesAtKeysAndGrantsAreSlowedToo() throws Exception {
        try (var server = start(folder)) {
            var api = new Api(server.url());
            var guesser = api.from("192.0.2.1");
            var session = new Api.Opened(
                    api.from("192.0.2.2")
                            .post("/api/v1/sessions", CODE, Api.CASE)
                            .json()
                            .at("/session/session_id")
                            .asText(),
                    "");
            List<String> asked = List.of(
                    "/api/v1/sessions", session.path("/turns"), "/health", "/api/v1/scenarios/knee-after-football");
            for (int i = 0; i < TRIES; i++) {
                int status = guesser.get(asked.get(i % asked.size()), "guess-at-a-key-" + i)
                        .status();
                answers.merge(status, 1, Integer::sum);
            }
            assertThat(answers).containsOnly(Map.entry(401, ALLOWED), Map.entry(429, TRIES - ALLOWED));
        }
    }

    /** They come in a storm when the computers of a class wake up, and are no guesses. */
    @Test
    void credentialsThatHaveExpiredAreNoGuesses() throws Exception {
        var clock = new TestClock();
        try (var server = VivaServer.start(folder, clock, "limits.policies.wrong-credential[0].limit", "1")) {
            var api = new Api(server.url());
            var session = api.open();
            clock.advance(Duration.ofDays(2));
            for (int i = 0; i < 10; i++) {
                assertThat(api.get(session.path("/turns"), session.grant()).status())
                        .isEqualTo(401);
                assertThat(api.post("/api/v1/sessions", Api.EXPIRED_CLASS_CODE, Api.CASE)
                                .status())
                        .isEqualTo(401);
            }
        }
    }

    /** After a change of the key, or from a replica whose clock is ahead, a whole class sends them. */
    @Test
    void grantsOfAnotherKeyOrOfTheFutureAreNoGuesses() throws Exception {
        var clock = new TestClock();
        var later = Clock.offset(clock, Duration.ofMinutes(5));
        String[] settings = {"access.grant_key", GRANT_KEY.reveal(), "limits.policies.wrong-credential[0].limit", "1"};
        try (var server = VivaServer.start(folder, clock, settings)) {
            var api = new Api(server.url());
            var session = api.open();
            for (var grants : List.of(grants("former-key-", clock), grants("", later))) {
                var tokens =
                        List.of(grants.grant(session.id()), grants.observerGrant(session.id(), Duration.ofHours(1)));
                for (int i = 0; i < 10; i++) {
                    String token = tokens.get(i % 2).value().reveal();
                    assertThat(api.get(session.path("/turns"), token).status()).isEqualTo(401);
                }
            }
            begin(api, Api.CLASS_CODE);
            assertThat(answers).containsOnlyKeys(201);
        }
    }

    private static Grants grants(String prefix, Clock clock) {
        return new Grants(new Secret(prefix + GRANT_KEY.reveal()), null, Duration.ofHours(24), clock);
    }

    @Test
    void replicasOnRedisCountTogether() throws Exception {
        try (var redis = RedisProcess.start(Files.createDirectory(folder.resolve("redis")));
                var one = start(folder.resolve("one"), "redis.address", redis.address(), "redis.timeout", "2s");
                var two = start(folder.resolve("two"), "redis.address", redis.address(), "redis.timeout", "2s")) {
            for (var server : List.of(one, two)) {
                var api = new Api(server.url());
                Until.isTrue("Redis is connected", () -> api.metric(server.adminUrl(), "viva_redis_up") == 1);
            }
            var replicas = List.of(new Api(one.url()), new Api(two.url()));
            for (int i = 0; i < 2 * ALLOWED; i++) {
                begin(replicas.get(i % 2).from("192.0.2.1"), WRONG);
            }
            assertThat(answers).containsOnly(Map.entry(401, BEGINS), Map.entry(429, 2 * ALLOWED - BEGINS));

            answers.clear();
            for (int i = 0; i < 40; i++) {
                begin(replicas.get(i % 2).from("198.51.100." + i), CODE);
            }
            assertThat(answers)
                    .as("a class of three, ten times each")
                    .containsOnly(Map.entry(201, 30), Map.entry(429, 10));
        }
    }
}
