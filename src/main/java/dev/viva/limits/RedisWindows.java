package dev.viva.limits;

import com.google.common.hash.Hashing;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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
 * @param tokens what to take from each limit, in their order
 * @param now the wall clock in milliseconds, because replicas share its values
 */
record RedisWindows(Policy policy, LimitSubject subject, List<Tokens> tokens, long now) {
    /** Added to the time that a window is kept, because the clocks of replicas may differ a little. */
    private static final Duration KEEP = Duration.ofSeconds(10);

    /**
     * What to take from a limit.
     *
     * @param least otherwise it refuses; 0 to look only, less than 0 to give back
     * @param most taken if there are as many
     */
    record Tokens(long least, long most) {
        static Tokens exactly(long tokens) {
            return new Tokens(tokens, tokens);
        }
    }

    /** What a limit answered. */
    record Answer(long used, long ends, boolean refused, long taken) {}

    /** Replies with four numbers for each limit: the tokens used, when the window ends (0: none is open), refused, taken. */
    private static final String SCRIPT = """
            local now, keep = tonumber(ARGV[1]), tonumber(ARGV[2])
            local function of(i)
              local at = 4 * i - 1
              return tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
            end
            local used, ends, reply, refused = {}, {}, {}, false
            for i, key in ipairs(KEYS) do
              local quota, window, least = of(i)
              local kept = redis.call('GET', key)
              local u, e = string.match(kept or '0 0', '(%d+) (%d+)')
              used[i], ends[i] = tonumber(u), tonumber(e)
              if ends[i] <= now then used[i], ends[i] = 0, 0 end
              reply[4 * i - 1] = used[i] + least > quota and 1 or 0
              refused = refused or reply[4 * i - 1] == 1
            end
            for i, key in ipairs(KEYS) do
              local quota, window, least, most = of(i)
              local tokens = math.max(least, math.min(most, quota - used[i]))
              if refused then tokens = 0 end
              if tokens > 0 or tokens < 0 and ends[i] > 0 then
                used[i] = math.max(0, used[i] + tokens)
                if ends[i] == 0 then ends[i] = now + window end
                redis.call('SET', key, string.format('%d %d', used[i], ends[i]), 'PX', ends[i] - now + keep)
              end
              reply[4 * i - 3], reply[4 * i - 2], reply[4 * i] = used[i], ends[i], tokens
            end
            return reply
            """;

    Future<List<Object>> send(RedissonClient client) {
        var keys = new ArrayList<Object>();
        var arguments = new ArrayList<>(List.of(String.valueOf(now), String.valueOf(KEEP.toMillis())));
        for (int i = 0; i < tokens.size(); i++) {
            NamedLimit limit = policy.limits().get(i);
            keys.add(key(limit));
            arguments.add(String.valueOf(subject.quota(limit)));
            arguments.add(String.valueOf(limit.limit().per().toMilliseconds()));
            arguments.add(String.valueOf(tokens.get(i).least()));
            arguments.add(String.valueOf(tokens.get(i).most()));
        }
        return client.getScript(StringCodec.INSTANCE)
                .evalAsync(RScript.Mode.READ_WRITE, SCRIPT, RScript.ReturnType.LIST, keys, arguments.toArray());
    }

    List<Answer> answers(List<Object> reply) {
        return IntStream.range(0, tokens.size())
                .mapToObj(i -> new Answer(
                        (Long) reply.get(4 * i), (Long) reply.get(4 * i + 1), (Long) reply.get(4 * i + 2) == 1, (Long)
                                reply.get(4 * i + 3)))
                .toList();
    }

    /** The state of a limit that no block is held of. */
    Standing standing(NamedLimit limit, Answer answer) {
        long quota = subject.quota(limit);
        Duration window = limit.limit().per().toJavaDuration();
        return new Standing(
                limit.name(),
                quota,
                window,
                answer.refused() ? 0 : quota - answer.used(),
                answer.used() == 0 ? window : Duration.ofMillis(answer.ends() - now),
                answer.refused());
    }

    private String key(NamedLimit limit) {
        String counted = subject.bucket(limit) + "|" + subject.quota(limit) + "|"
                + limit.limit().per().toMilliseconds();
        String hash =
                Hashing.sha256().hashString(counted, StandardCharsets.UTF_8).toString();
        return "viva:limit:{viva}:" + limit.name() + ":" + hash.substring(0, 32);
    }
}
