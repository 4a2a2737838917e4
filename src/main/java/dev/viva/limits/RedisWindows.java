package dev.viva.limits;

import com.google.common.hash.Hashing;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * What one request takes from the windows that all replicas share in Redis. One command takes from every limit of the
 * policy, or from none. A window opens with its first request. It is kept under
 * <code>viva:limit:{viva}:{name of the limit}:{hash of the subject}</code> until it ends. The hash keeps addresses out
 * of Redis. It also covers the quota and the window's length, so that a changed limit starts anew. The tag in braces
 * keeps the limits of a request on the same node of a cluster.
 *
 * @param tokens what to take from each limit, in their order: 0 to look only, less than 0 to give back
 * @param now the wall clock in milliseconds, because replicas share its values
 */
record RedisWindows(Policy policy, LimitSubject subject, List<Long> tokens, long now) {
    /** Added to the time that a window is kept, because the clocks of replicas may differ a little. */
    private static final Duration KEEP = Duration.ofSeconds(10);

    /** Replies with three numbers for each limit: the tokens used, when the window ends (0: none is open), refused. */
    private static final String SCRIPT = """
            local now, keep = tonumber(ARGV[1]), tonumber(ARGV[2])
            local function of(i) return tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2]) end
            local used, ends, reply, refused = {}, {}, {}, false
            for i, key in ipairs(KEYS) do
              local quota, window, tokens = of(i)
              local kept = redis.call('GET', key)
              local u, e = string.match(kept or '0 0', '(%d+) (%d+)')
              used[i], ends[i] = tonumber(u), tonumber(e)
              if ends[i] <= now then used[i], ends[i] = 0, 0 end
              reply[3 * i] = used[i] + tokens > quota and 1 or 0
              refused = refused or reply[3 * i] == 1
            end
            for i, key in ipairs(KEYS) do
              local quota, window, tokens = of(i)
              if not refused and (tokens > 0 or tokens < 0 and ends[i] > 0) then
                used[i] = math.max(0, used[i] + tokens)
                if ends[i] == 0 then ends[i] = now + window end
                redis.call('SET', key, string.format('%d %d', used[i], ends[i]), 'PX', ends[i] - now + keep)
              end
              reply[3 * i - 2], reply[3 * i - 1] = used[i], ends[i]
            end
            return reply
            """;

    static RedisWindows of(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> tokens, long now) {
        return new RedisWindows(
                policy,
                subject,
                policy.limits().stream().map(tokens::applyAsLong).toList(),
                now);
    }

    Future<List<Object>> send(RedissonClient client) {
        var keys = new ArrayList<Object>();
        var arguments = new ArrayList<>(List.of(String.valueOf(now), String.valueOf(KEEP.toMillis())));
        for (int i = 0; i < tokens.size(); i++) {
            NamedLimit limit = policy.limits().get(i);
            keys.add(key(limit));
            arguments.add(String.valueOf(subject.quota(limit)));
            arguments.add(String.valueOf(limit.limit().per().toMilliseconds()));
            arguments.add(String.valueOf(tokens.get(i)));
        }
        return client.getScript(StringCodec.INSTANCE)
                .evalAsync(RScript.Mode.READ_WRITE, SCRIPT, RScript.ReturnType.LIST, keys, arguments.toArray());
    }

    Verdict verdict(List<Object> reply) {
        var standings = new ArrayList<Standing>();
        for (int i = 0; i < tokens.size(); i++) {
            NamedLimit limit = policy.limits().get(i);
            long used = (Long) reply.get(3 * i);
            long ends = (Long) reply.get(3 * i + 1);
            boolean refused = (Long) reply.get(3 * i + 2) == 1;
            long quota = subject.quota(limit);
            Duration window = limit.limit().per().toJavaDuration();
            standings.add(new Standing(
                    limit.name(),
                    quota,
                    window,
                    refused ? 0 : quota - used,
                    used == 0 ? window : Duration.ofMillis(ends - now),
                    refused));
        }
        return new Verdict(List.copyOf(standings));
    }

    private String key(NamedLimit limit) {
        String counted = subject.bucket(limit) + "|" + subject.quota(limit) + "|"
                + limit.limit().per().toMilliseconds();
        String hash =
                Hashing.sha256().hashString(counted, StandardCharsets.UTF_8).toString();
        return "viva:limit:{viva}:" + limit.name() + ":" + hash.substring(0, 32);
    }
}
