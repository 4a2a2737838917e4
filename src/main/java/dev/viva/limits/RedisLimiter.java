package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.RedisBlocks.Block;
import dev.viva.limits.RedisWindows.Answer;
import dev.viva.limits.RedisWindows.Tokens;
import dev.viva.limits.Verdict.Standing;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts in the windows that replicas share through Redis: at most one command a request, and none while this replica
 * holds a {@linkplain RedisBlocks block} of each limit, or for a subject that was refused within the last second. While
 * Redis is out, each policy counts locally or refuses, as configured. Thread-safe.
 */
public final class RedisLimiter implements RateLimiter {
    private static final String PURPOSE = "limits";
    /** Redis is probed each second. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    /** How long a refusal holds without a question to Redis. Another replica may give something back meanwhile. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    private static final int MAX_REFUSED = 10_000;

    private final Redis redis;
    private final RateLimiter local;
    private final Map<String, WhenOut> whenOut;
    private final LongSupplier millis;
    private final LongSupplier nanoTime;
    private final Cache<Asked, Refusal> refused;
    private final RedisBlocks blocks = new RedisBlocks();

    /** Whom a policy counts. */
    private record Asked(String policy, LimitSubject subject) {}

    /** A refusal, and when it was given. */
    private record Refusal(Verdict verdict, long at) {}

    /**
     * @param local counts while Redis is out
     * @param whenOut by policy; other policies count locally
     * @param millis the wall clock, because replicas share its values
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime}, for what this replica remembers
     */
    public RedisLimiter(
            Redis redis, RateLimiter local, Map<String, WhenOut> whenOut, LongSupplier millis, LongSupplier nanoTime) {
        this.redis = redis;
        this.local = local;
        this.whenOut = whenOut;
        this.millis = millis;
        this.nanoTime = nanoTime;
        this.refused = Caffeine.newBuilder()
                .maximumSize(MAX_REFUSED)
                .expireAfterWrite(REFUSED_FOR)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        Request request = request(policy, subject, limit -> 1);
        if (request.takesHeld()) {
            return request.verdict();
        }
        var asked = new Asked(policy.name(), subject);
        Verdict again = stillRefused(asked);
        if (again != null) {
            request.undo();
            return again;
        }
        return remembered(asked, request.take()).orElseGet(() -> {
            check(policy);
            return local.take(policy, subject);
        });
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict peek(Policy policy, LimitSubject subject) {
        var asked = new Asked(policy.name(), subject);
        Verdict again = stillRefused(asked);
        if (again != null) {
            return again;
        }
        return remembered(asked, request(policy, subject, limit -> 1).peek()).orElseGet(() -> {
            check(policy);
            return local.peek(policy, subject);
        });
    }

    private Optional<Verdict> remembered(Asked asked, Optional<Verdict> shared) {
        shared.filter(verdict -> !verdict.allowed())
                .ifPresent(verdict -> refused.put(asked, new Refusal(verdict, nanoTime.getAsLong())));
        return shared;
    }

    /** Null when Redis must be asked: also once the window has ended, since a request that passes must count. */
    private @Nullable Verdict stillRefused(Asked asked) {
        Refusal refusal = refused.getIfPresent(asked);
        if (refusal == null) {
            return null;
        }
        Verdict now = refusal.verdict().after(Duration.ofNanos(nanoTime.getAsLong() - refusal.at()));
        return now.allowed() ? null : now;
    }

    /** @throws ProblemException {@code limiter_unavailable} when Redis is out and the policy then refuses */
    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        return request(policy, subject, limit -> Math.min(more, subject.quota(limit) - 1))
                .take()
                .orElseGet(() -> {
                    check(policy);
                    return local.takeMore(policy, subject, more);
                });
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        refused.invalidate(new Asked(policy.name(), subject));
        return request(policy, subject, limit -> 1).giveBack().orElseGet(() -> local.refund(policy, subject));
    }

    private void check(Policy policy) {
        if (whenOut.getOrDefault(policy.name(), WhenOut.LOCAL) == WhenOut.DENY) {
            throw new ProblemException(Failure.LIMITER_UNAVAILABLE).retryAfter(RETRY_AFTER);
        }
    }

    private Request request(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> tokens) {
        return new Request(policy, subject, tokens);
    }

    /** What a request takes from one limit. */
    private static final class Part {
        private final NamedLimit limit;
        private final @Nullable Block block;
        private final long tokens;
        private long taken; // from the block

        private Part(NamedLimit limit, @Nullable Block block, long tokens) {
            this.limit = limit;
            this.block = block;
            this.tokens = tokens;
        }

        private void take(long now) {
            if (block != null) {
                taken += block.take(tokens - taken, now);
            }
        }

        private boolean lacks() {
            return block == null || taken < tokens;
        }

        private Tokens fromRedis() {
            long least = tokens - taken;
            return new Tokens(least, least > 0 && block != null ? least + block.size() - 1 : least);
        }

        private long held(long now) {
            return block == null ? 0 : block.held(now);
        }

        private void undo(long now) {
            if (block != null && taken > 0) {
                block.giveBack(taken, now);
            }
        }
    }

    /** A request, which takes from every limit of its policy or from none. */
    private final class Request {
        private final Policy policy;
        private final LimitSubject subject;
        private final List<Part> parts = new ArrayList<>();
        private final long now = millis.getAsLong();

        private Request(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> tokens) {
            this.policy = policy;
            this.subject = subject;
            for (NamedLimit limit : policy.limits()) {
                parts.add(new Part(limit, blocks.of(limit, subject), tokens.applyAsLong(limit)));
            }
        }

        /** Takes what this replica holds. Whether that is all, so that Redis need not be asked. */
        private boolean takesHeld() {
            boolean all = true;
            for (Part part : parts) {
                part.take(now);
                all &= !part.lacks();
            }
            return all;
        }

        private void undo() {
            parts.forEach(part -> part.undo(now));
        }

        /** Empty when Redis is out, and nothing is taken. */
        private Optional<Verdict> take() {
            if (takesHeld()) {
                return Optional.of(verdict());
            }
            List<Block> empty = parts.stream()
                    .filter(Part::lacks)
                    .flatMap(part -> Stream.ofNullable(part.block))
                    .toList();
            empty.forEach(block -> block.asking().lock());
            try {
                return takesHeld() ? Optional.of(verdict()) : ask(); // another request may have brought a block
            } finally {
                empty.forEach(block -> block.asking().unlock());
            }
        }

        private Optional<Verdict> ask() {
            Optional<Verdict> verdict = ask(parts.stream().map(Part::fromRedis).toList());
            if (verdict.filter(Verdict::allowed).isEmpty()) {
                undo();
            }
            return verdict;
        }

        /** Empty when Redis is out. */
        private Optional<Verdict> peek() {
            if (parts.stream().allMatch(part -> part.held(now) > 0)) {
                return Optional.of(verdict());
            }
            var nothing = parts.stream().map(part -> Tokens.exactly(0)).toList();
            var windows = new RedisWindows(policy, subject, nothing, now);
            return redis.ask(PURPOSE, windows::send).map(reply -> left(windows, windows.answers(reply)));
        }

        private Verdict left(RedisWindows windows, List<Answer> answers) {
            return new Verdict(IntStream.range(0, parts.size())
                    .mapToObj(i -> {
                        Part part = parts.get(i);
                        Standing shared = windows.standing(part.limit, answers.get(i));
                        return shared.withRemaining(shared.remaining() + part.held(now));
                    })
                    .toList());
        }

        private Optional<Verdict> giveBack() {
            parts.forEach(part -> {
                if (part.block != null) {
                    part.block.giveBack(part.tokens, now);
                }
            });
            return parts.stream().allMatch(part -> part.block != null)
                    ? Optional.of(verdict())
                    : ask(parts.stream()
                            .map(part -> Tokens.exactly(part.block == null ? -part.tokens : 0))
                            .toList());
        }

        private Verdict verdict() {
            var standings = new ArrayList<Standing>();
            for (Part part : parts) {
                if (part.block != null) {
                    standings.add(part.block.standing(now, false));
                }
            }
            return new Verdict(Collections.unmodifiableList(standings));
        }

        private Optional<Verdict> ask(List<Tokens> tokens) {
            var windows = new RedisWindows(policy, subject, tokens, now);
            return redis.ask(PURPOSE, windows::send).map(reply -> verdict(windows, windows.answers(reply)));
        }

        private Verdict verdict(RedisWindows windows, List<Answer> answers) {
            var standings = new ArrayList<Standing>();
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                Answer answer = answers.get(i);
                if (part.block == null) {
                    standings.add(windows.standing(part.limit, answer));
                } else {
                    long asked = windows.tokens().get(i).least();
                    part.block.learn(Math.max(0, answer.taken() - asked), answer.used(), answer.ends());
                    standings.add(part.block.standing(now, answer.refused()));
                }
            }
            return new Verdict(List.copyOf(standings));
        }
    }
}
