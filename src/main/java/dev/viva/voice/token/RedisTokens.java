package dev.viva.voice.token;

import dev.viva.problem.Secret;
import dev.viva.redis.Redis;
import dev.viva.session.Ids;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Tokens that every replica accepts. Redis stores them under {@code viva:rtc:{SHA-256 of the token}} with the session
 * as value until they expire. While Redis is out, a token is minted in this replica and works only there. Thread-safe.
 */
public final class RedisTokens implements RtcTokens {
    static final String PREFIX = "viva:rtc:";
    private static final String KEEP = """
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """;
    /** Atomic, so that of two concurrent uses of a token one is refused. */
    private static final String TAKE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
              return redis.call('DEL', KEYS[1])
            end
            return 0
            """;

    private final Redis redis;
    private final LocalTokens local;
    private final Clock clock;

    RedisTokens(Redis redis, LocalTokens local, Clock clock) {
        this.redis = redis;
        this.local = local;
        this.clock = clock;
    }

    /** Tokens that all replicas accept if there is a Redis, otherwise only this replica. */
    public static RtcTokens in(Optional<Redis> redis, Clock clock) {
        var local = new LocalTokens(clock);
        return redis.<RtcTokens>map(shared -> new RedisTokens(shared, local, clock))
                .orElse(local);
    }

    @Override
    public Minted mint(String sessionId) {
        var minted = new Minted(new Secret(Ids.rtcToken()), clock.instant().plus(LIFETIME));
        boolean kept = run(KEEP, minted.token().reveal(), sessionId, String.valueOf(LIFETIME.toMillis()))
                .isPresent();
        return kept ? minted : local.mint(sessionId);
    }

    @Override
    public boolean take(String sessionId, String token) {
        boolean taken = run(TAKE, token, sessionId).orElse(0L) == 1;
        return taken || local.take(sessionId, token);
    }

    private Optional<Long> run(String script, String token, Object... values) {
        return redis.ask(
                "rtc",
                client -> client.getScript(StringCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE,
                                script,
                                RScript.ReturnType.LONG,
                                List.of(PREFIX + RtcTokens.hash(token)),
                                values));
    }
}
