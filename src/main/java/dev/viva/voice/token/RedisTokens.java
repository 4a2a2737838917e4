package dev.viva.voice.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.problem.Secret;
import dev.viva.redis.Redis;
import dev.viva.voice.token.SignedTokens.Content;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * Tokens that every replica accepts, for one call each. Redis stores them under {@code viva:rtc:{SHA-256 of the token}}
 * with the session as value until they expire. They are also signed and name the session's next call. So when Redis
 * does not answer, or could not store a token, a replica verifies the signature, and the token opens that call alone.
 * Thread-safe.
 */
public final class RedisTokens implements RtcTokens {
    /** More than callers can use: 500 a second for a minute. */
    private static final int MAX_USED = 30_000;

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
    private final SignedTokens signed;
    private final Clock clock;
    /** The hashes of tokens that this replica saw used: also those whose call failed, so that its number is free. */
    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .maximumSize(MAX_USED)
            .expireAfterWrite(LIFETIME.multipliedBy(2))
            .build();

    /** @param key signs tokens; the same on all replicas */
    RedisTokens(Redis redis, Secret key, Clock clock) {
        this.redis = redis;
        this.signed = new SignedTokens(key, clock);
        this.clock = clock;
    }

    /**
     * Tokens that all replicas accept if there is a Redis, otherwise only this replica.
     *
     * @param key signs tokens; the same on all replicas
     */
    public static RtcTokens in(Optional<Redis> redis, Secret key, Clock clock) {
        return redis.<RtcTokens>map(shared -> new RedisTokens(shared, key, clock))
                .orElseGet(() -> new LocalTokens(clock));
    }

    @Override
    public Minted mint(String sessionId, IntSupplier nextCall) {
        int call = nextCall.getAsInt();
        Instant expires = clock.instant().plus(LIFETIME);
        String token = signed.sign(sessionId, new Content(call, true), expires);
        boolean kept =
                run(KEEP, token, sessionId, String.valueOf(LIFETIME.toMillis())).isPresent();
        String given = kept ? token : signed.sign(sessionId, new Content(call, false), expires);
        return new Minted(new Secret(given), expires);
    }

    @Override
    public Optional<Permit> take(String sessionId, String token) {
        Optional<Long> answer = run(TAKE, token, sessionId);
        if (answer.orElse(0L) == 1) {
            return isFirstUse(token) ? Optional.of(Permit.NEXT_CALL) : Optional.empty();
        }
        return signed.read(sessionId, token)
                .filter(content -> answer.isEmpty() || !content.kept()) // else Redis knows that it was used
                .filter(content -> isFirstUse(token))
                .map(content -> new Permit(content.call()));
    }

    private boolean isFirstUse(String token) {
        return used.asMap().putIfAbsent(RtcTokens.hash(token), true) == null;
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
