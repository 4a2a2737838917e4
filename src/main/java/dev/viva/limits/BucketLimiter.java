package dev.viva.limits;

import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import io.github.bucket4j.VerboseResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Counts in this process: takes from each limit's bucket in turn, and gives everything back when a limit refuses.
 * Thread-safe.
 */
public final class BucketLimiter implements RateLimiter {
    private final LocalBuckets buckets;

    /** One limit of a request: its state, and the tokens taken from it. */
    private record Step(NamedLimit limit, Standing standing, long taken) {}

    public BucketLimiter(LocalBuckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Verdict take(Policy policy, LimitSubject subject) {
        return take(policy, subject, limit -> 1);
    }

    @Override
    public Verdict peek(Policy policy, LimitSubject subject) {
        return new Verdict(policy.limits().stream()
                .map(limit -> peek(limit, subject, 1).standing())
                .toList());
    }

    @Override
    public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
        return take(policy, subject, limit -> Math.min(more, subject.quota(limit) - 1));
    }

    private Verdict take(Policy policy, LimitSubject subject, ToLongFunction<NamedLimit> cost) {
        var steps = new ArrayList<Step>();
        boolean refused = false;
        for (NamedLimit limit : policy.limits()) {
            long tokens = cost.applyAsLong(limit);
            Step step = refused || tokens == 0 ? peek(limit, subject, tokens) : take(limit, subject, tokens);
            refused |= step.standing().refused();
            steps.add(step);
        }
        boolean undo = refused;
        return new Verdict(steps.stream()
                .map(step -> undo && step.taken() > 0 ? giveBack(step.limit(), subject, step.taken()) : step.standing())
                .toList());
    }

    @Override
    public Verdict refund(Policy policy, LimitSubject subject) {
        List<Standing> standings = policy.limits().stream()
                .map(limit -> giveBack(limit, subject, 1))
                .toList();
        return new Verdict(standings);
    }

    private Step take(NamedLimit limit, LimitSubject subject, long tokens) {
        VerboseResult<Boolean> result = buckets.open(limit, subject).tryConsume(tokens);
        boolean taken = result.getValue();
        return new Step(limit, standing(limit, subject, result, !taken), taken ? tokens : 0);
    }

    /**
     * Checks a limit without taking from it. If it refuses too, the caller waits for the slowest limit. This opens no
     * bucket: refused requests with invented sessions must not fill the memory.
     */
    private Step peek(NamedLimit limit, LimitSubject subject, long tokens) {
        Standing standing = buckets.existing(limit, subject)
                .map(bucket -> {
                    VerboseResult<Long> available = bucket.getAvailableTokens();
                    return standing(limit, subject, available, available.getValue() < tokens);
                })
                .orElseGet(() -> full(limit, subject));
        return new Step(limit, standing, 0);
    }

    private Standing giveBack(NamedLimit limit, LimitSubject subject, long tokens) {
        return standing(limit, subject, buckets.open(limit, subject).addTokens(tokens), false);
    }

    private static Standing full(NamedLimit limit, LimitSubject subject) {
        Duration window = limit.limit().per().toJavaDuration();
        long quota = subject.quota(limit);
        return new Standing(limit.name(), quota, window, quota, window, false);
    }

    private static Standing standing(NamedLimit limit, LimitSubject subject, VerboseResult<?> result, boolean refused) {
        Duration window = limit.limit().per().toJavaDuration();
        var now = result.getDiagnostics();
        long untilFull = now.calculateFullRefillingTime();
        return new Standing(
                limit.name(),
                subject.quota(limit),
                window,
                refused ? 0 : now.getAvailableTokens(),
                untilFull == 0 ? window : Duration.ofNanos(untilFull),
                refused);
    }
}
