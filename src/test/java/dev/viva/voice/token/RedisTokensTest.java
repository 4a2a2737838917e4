package dev.viva.voice.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Secret;
import dev.viva.redis.Redis;
import dev.viva.testing.RedisClients;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTokensTest extends RtcTokensContract {
    /** More requests than the client has idle connections. */
    private static final int MANY = 8;

    @TempDir
    static Path folder;

    private static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef");
    private static final MetricRegistry METRICS = new MetricRegistry();
    private static RedisProcess process;
    private static Redis redis;

    private RtcTokens tokens;

    @BeforeAll
    static void start() {
        process = RedisProcess.start(folder);
        redis = RedisClients.patient(process, METRICS);
    }

    @AfterAll
    static void stop() throws Exception {
        redis.stop();
        process.close();
    }

    @BeforeEach
    void connect() {
        tokens = replica();
    }

    private RtcTokens replica() {
        return new RedisTokens(redis, KEY, clock);
    }

    @Override
    RtcTokens tokens() {
        return tokens;
    }

    /** Redis has its own clock, so its entries age whatever the test clock says. */
    @Override
    void pass(Duration time) {
        clock.advance(time);
        try (var client = process.client()) {
            process.keys(RedisTokens.PREFIX + "*")
                    .forEach(key -> client.pexpire(key, client.pttl(key) - time.toMillis()));
        }
    }

    /** A connection of the pool that an outage broke fails at its next use. */
    private boolean isEveryTokenShared() {
        long before = METRICS.counter("viva.redis.bypass.rtc").getCount();
        for (int i = 0; i < MANY; i++) {
            tokens.mint("ses_probe", () -> 1);
        }
        return redis.up() && METRICS.counter("viva.redis.bypass.rtc").getCount() == before;
    }

    @Test
    void tokenOfOneReplicaOpensACallOnAnother() {
        var another = replica();
        String token = tokens.mint("ses_one", () -> 1).token().reveal();

        assertThat(another.take("ses_one", token)).contains(Permit.NEXT_CALL);
        assertThat(tokens.take("ses_one", token)).isEmpty();
    }

    @Test
    void storesNoReadableToken() {
        process.flush();
        String token = tokens.mint("ses_one", () -> 1).token().reveal();

        assertThat(process.kept())
                .singleElement()
                .satisfies(
                        key -> assertThat(key).matches("viva:rtc:[0-9a-f]{64}").doesNotContain(token));
    }

    @Test
    void tokenThatRedisCouldNotKeepOpensOnlyTheNextCallAtAnyReplica() {
        var another = replica();
        process.stop();
        String token;
        try {
            long before = METRICS.counter("viva.redis.bypass.rtc").getCount();
            token = tokens.mint("ses_one", () -> 3).token().reveal();
            assertThat(METRICS.counter("viva.redis.bypass.rtc").getCount()).isEqualTo(before + 1);
            assertThat(tokens.take("ses_two", token)).isEmpty();
            assertThat(tokens.take("ses_one", token)).contains(new Permit(3));
            assertThat(tokens.take("ses_one", token)).isEmpty();
        } finally {
            process.startAgain();
        }
        Until.isTrue("every connection to Redis works again", this::isEveryTokenShared);
        assertThat(another.take("ses_one", token)).contains(new Permit(3));
    }

    @Test
    void tokenThatRedisKeptOpensTheNextCallWhenItIsOut() {
        String token = tokens.mint("ses_one", () -> 2).token().reveal();
        process.stop();
        try {
            assertThat(replica().take("ses_one", token)).contains(new Permit(2));
        } finally {
            process.startAgain();
        }
        Until.isTrue("every connection to Redis works again", this::isEveryTokenShared);
    }
}
