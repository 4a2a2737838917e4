package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** During a Redis outage lines are stored and streamed, and calls connect. */
class RedisOutageTest {
    @TempDir
    Path folder;

    private RedisProcess redis;

    /** Kinds of outage. */
    enum Outage {
        READS_AND_TAKES_NO_WRITES {
            @Override
            void begin(RedisProcess redis) {
                redis.demote();
            }

            @Override
            void end(RedisProcess redis) {
                redis.promote();
            }
        },
        STOPPED {
            @Override
            void begin(RedisProcess redis) {
                redis.stop();
            }

            @Override
            void end(RedisProcess redis) {
                redis.startAgain();
            }
        },
        PAUSED {
            @Override
            void begin(RedisProcess redis) {
                redis.pause();
            }

            @Override
            void end(RedisProcess redis) {
                redis.resume();
            }
        };

        abstract void begin(RedisProcess redis);

        abstract void end(RedisProcess redis);
    }

    @BeforeEach
    void start() {
        redis = RedisProcess.start(folder);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    private VivaServer serve(String... more) {
        // A long timeout, so that a busy machine does not look like an outage.
        var overrides = new ArrayList<>(List.of("redis.address", redis.address(), "redis.timeout", "2s"));
        overrides.addAll(List.of(more));
        return VivaServer.start(folder, new TestClock(), overrides.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void invariant5EncounterContinuesWithoutRedis(Outage outage) {
        try (var server = serve()) {
            var api = new Api(server.url());
            Until.isTrue("Redis is connected", () -> health(api).equals("up"));
            var session = api.open();
            double before = api.metric(server.adminUrl(), "viva_redis_outages");
            try (var frames = new Frames(api.stream(session, Map.of()).body())) {
                outage.begin(redis);

                assertThat(api.relay(session, "item_1", "student", "Still here").status())
                        .isEqualTo(201);
                assertThat(frames.next().data().at("/turn/item_id").asText()).isEqualTo("item_1");
                assertThat(Offer.call(api, session)).isEqualTo(201);
                assertThat(frames.next().event()).isEqualTo("call_started");
                Until.isTrue("a sideband attaches", () -> api.metric(server.adminUrl(), "viva_sideband_attached") == 1);
                Until.isTrue("a probe noticed the outage", () -> health(api).equals("down"));
                assertThat(api.get("/health/ready", null).status())
                        .as("readiness does not depend on Redis")
                        .isEqualTo(200);
                assertThat(api.get("/health", null).json().path("warnings").toString())
                        .contains("Redis does not answer");
                assertThat(api.metric(server.adminUrl(), "viva_redis_up")).isZero();
                assertThat(api.metric(server.adminUrl(), "viva_redis_outages")).isEqualTo(before + 1);
                assertThat(api.metric(server.adminUrl(), "viva_redis_bypass_total{purpose=\"limits\"}"))
                        .isPositive();
                assertThat(api.metric(server.adminUrl(), "viva_redis_bypass_total{purpose=\"rtc\"}"))
                        .isPositive();
                Until.isTrue(
                        "undelivered wake-ups are counted",
                        () -> api.metric(server.adminUrl(), "viva_redis_bypass_total{purpose=\"wake\"}") > 0);

                outage.end(redis);
                Until.isTrue("Redis is connected again", () -> health(api).equals("up"));
                assertThat(Offer.call(api, session)).isEqualTo(201);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void policyMayRefuseInsteadOfCountingLocally(Outage outage) {
        try (var server = serve("limits.when_out.voice-token", "deny")) {
            var api = new Api(server.url());
            Until.isTrue("Redis is connected", () -> health(api).equals("up"));
            var session = api.open();
            outage.begin(redis);

            var refused = Offer.mint(api, session);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("limiter_unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            assertThat(api.relay(session, "item_1", "student", "Where?").status())
                    .as("the other policies count locally")
                    .isEqualTo(201);

            outage.end(redis);
            Until.isTrue("it counts again", () -> Offer.mint(api, session).status() == 201);
        }
    }

    @Test
    void requestWaitsForAPausedRedisOnlyOnce() {
        try (var server = serve("redis.timeout", "250ms")) {
            var api = new Api(server.url());
            Until.isTrue("Redis is connected", () -> health(api).equals("up"));
            var session = api.open();
            double waits = waits(api, server);
            double without = api.metric(server.adminUrl(), "viva_redis_bypass_total{purpose=\"rtc\"}");
            redis.pause();

            assertThat(Offer.mint(api, session).status()).isEqualTo(201);

            assertThat(api.metric(server.adminUrl(), "viva_redis_bypass_total{purpose=\"rtc\"}"))
                    .isEqualTo(without + 1);
            assertThat(waits(api, server) - waits)
                    .as("timeouts: one for the bucket or a probe, none for the token")
                    .isLessThanOrEqualTo(1);
            assertThat(api.metric(server.adminUrl(), "viva_redis_late_total{purpose=\"rtc\"}"))
                    .isZero();
            redis.resume();
        }
    }

    /** The number of commands that timed out within requests. */
    private static double waits(Api api, VivaServer server) {
        return api.metric(server.adminUrl(), "viva_redis_late_total{purpose=\"limits\"}")
                + api.metric(server.adminUrl(), "viva_redis_late_total{purpose=\"rtc\"}");
    }

    @Test
    void invariant5FlushedRedisLosesTokensAndLimitsButNoLine() {
        try (var server = serve(
                "limits.policies.transcript-relay[0].limit",
                "2",
                "limits.policies.transcript-relay[0].key",
                "session",
                "limits.policies.transcript-relay[0].per",
                "1h")) {
            var api = new Api(server.url());
            Until.isTrue("Redis is connected", () -> health(api).equals("up"));
            var session = api.open();
            String token = Offer.mint(api, session).json().path("rtc_token").asText();
            api.relay(session, "item_1", "student", "One");
            api.relay(session, "item_2", "student", "Two");
            assertThat(api.relay(session, "item_3", "student", "Three").status())
                    .isEqualTo(429);

            redis.flush();

            assertThat(Offer.connect(api, session, token).statusCode()).isEqualTo(412);
            assertThat(Offer.call(api, session)).isEqualTo(201);
            Until.isTrue(
                    "the replica has forgotten the refusal",
                    () -> api.relay(session, "item_3", "student", "Three").status() == 201);
            assertThat(api.get(session.path("/turns"), session.grant())
                            .json()
                            .path("turns")
                            .findValuesAsText("text"))
                    .containsExactly("One", "Two", "Three");
        }
    }

    @Test
    void startsWithoutRedisAndConnectsLater() {
        redis.stop();
        try (var server = serve()) {
            var api = new Api(server.url());
            assertThat(health(api)).isEqualTo("down");
            assertThat(Offer.call(api, api.open())).isEqualTo(201);

            redis.startAgain();
            Until.isTrue("Redis is connected", () -> health(api).equals("up"));
            api.open();
            assertThat(redis.keys("viva:limit:*")).isNotEmpty();
        }
    }

    private static String health(Api api) {
        return api.get("/health", null).json().path("redis").asText();
    }
}
