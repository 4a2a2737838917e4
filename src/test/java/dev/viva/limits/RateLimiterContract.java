package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.limits.Verdict.Standing;
import io.dropwizard.util.Duration;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The behaviour of every limiter, wherever its buckets are. */
abstract class RateLimiterContract {
    private static final Policy THREE_A_MINUTE = Policy.of("api", List.of(limit(3, LimitKey.ADDRESS)));
    private static final Policy BOTH =
            Policy.of("relay", List.of(limit(3, LimitKey.ADDRESS), limit(2, LimitKey.SESSION)));

    abstract RateLimiter limiter();

    abstract void pass(java.time.Duration time);

    @Test
    void allowsTheQuotaAndRefusesUntilTheWindowEnds() {
        var me = subject("192.0.2.1", null);
        assertThat(remainingOfTakes(THREE_A_MINUTE, me, 3)).containsExactly(2L, 1L, 0L);
        pass(java.time.Duration.ofSeconds(18));
        Verdict refused = limiter().take(THREE_A_MINUTE, me);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.violated()).containsExactly("api");
        assertThat(refused.tightest().reset()).isEqualTo(java.time.Duration.ofSeconds(42));
        pass(java.time.Duration.ofSeconds(42));
        assertThat(limiter().take(THREE_A_MINUTE, me).tightest().remaining()).isEqualTo(2);
    }

    @Test
    void aRefusalJustBeforeTheWindowEndsLetsNobodyPassUncounted() {
        var me = subject("192.0.2.1", null);
        remainingOfTakes(THREE_A_MINUTE, me, 3);
        pass(java.time.Duration.ofMillis(59_900));
        assertThat(limiter().take(THREE_A_MINUTE, me).allowed()).isFalse();
        pass(java.time.Duration.ofMillis(200));
        assertThat(Stream.generate(() -> limiter().take(THREE_A_MINUTE, me).allowed())
                        .limit(5))
                .containsExactly(true, true, true, false, false);
    }

    @Test
    void countsEachAddressSeparately() {
        remainingOfTakes(THREE_A_MINUTE, subject("192.0.2.1", null), 4);
        assertThat(limiter().take(THREE_A_MINUTE, subject("192.0.2.2", null)).allowed())
                .isTrue();
    }

    @Test
    void countsEachPolicySeparately() {
        var me = subject("192.0.2.1", null);
        remainingOfTakes(THREE_A_MINUTE, me, 4);
        var other = Policy.of("other", List.of(limit(3, LimitKey.ADDRESS)));
        assertThat(limiter().take(other, me).allowed()).isTrue();
    }

    @Test
    void consumesFromAllLimitsOrNone() {
        var one = subject("192.0.2.1", "ses_one");
        var two = subject("192.0.2.1", "ses_two");
        remainingOfTakes(BOTH, one, 2);
        Verdict refused = limiter().take(BOTH, one);
        assertThat(refused.violated()).containsExactly("relay-session");
        assertThat(refused.standings()).extracting(Standing::remaining).containsExactly(1L, 0L);
        assertThat(limiter().take(BOTH, two).allowed())
                .as("refused requests consume nothing from the address")
                .isTrue();
        Verdict full = limiter().take(BOTH, subject("192.0.2.1", "ses_three"));
        assertThat(full.violated()).containsExactly("relay");
        assertThat(full.standings().getLast().remaining()).isEqualTo(2);
    }

    @Test
    void namesEveryExceededLimitAndTheLongestWait() {
        var slow = new Limit(2, Duration.minutes(5), LimitKey.SESSION);
        var policy = Policy.of("relay", List.of(limit(2, LimitKey.ADDRESS), slow));
        var me = subject("192.0.2.1", "ses_one");
        remainingOfTakes(policy, me, 2);
        Verdict refused = limiter().take(policy, me);
        assertThat(refused.violated()).containsExactly("relay", "relay-session");
        assertThat(refused.tightest().reset()).isEqualTo(java.time.Duration.ofMinutes(5));
    }

    @Test
    void refundsNoMoreThanWasConsumed() {
        var me = subject("192.0.2.1", null);
        remainingOfTakes(THREE_A_MINUTE, me, 1);
        assertThat(limiter().refund(THREE_A_MINUTE, me).tightest().remaining()).isEqualTo(3);
        assertThat(limiter().refund(THREE_A_MINUTE, me).tightest().remaining()).isEqualTo(3);
        assertThat(remainingOfTakes(THREE_A_MINUTE, me, 4)).containsExactly(2L, 1L, 0L, 0L);
    }

    @Test
    void looksWithoutConsuming() {
        var me = subject("192.0.2.1", null);
        for (int i = 0; i < 5; i++) {
            assertThat(limiter().peek(THREE_A_MINUTE, me).allowed()).isTrue();
        }
        assertThat(remainingOfTakes(THREE_A_MINUTE, me, 2)).containsExactly(2L, 1L);
        assertThat(limiter().peek(THREE_A_MINUTE, me).tightest().remaining()).isEqualTo(1);
        remainingOfTakes(THREE_A_MINUTE, me, 1);

        Verdict refused = limiter().peek(THREE_A_MINUTE, me);
        assertThat(refused.violated()).containsExactly("api");
        assertThat(refused.tightest().reset()).isEqualTo(java.time.Duration.ofMinutes(1));
        pass(java.time.Duration.ofMinutes(1));
        assertThat(limiter().peek(THREE_A_MINUTE, me).tightest().remaining()).isEqualTo(3);
    }

    @Test
    void looksAtWhatALargeQuotaHasLeft() {
        var policy = Policy.of("api", List.of(limit(64, LimitKey.ADDRESS)));
        var me = subject("192.0.2.1", null);
        remainingOfTakes(policy, me, 63);
        assertThat(limiter().peek(policy, me).tightest().remaining()).isEqualTo(1);
        remainingOfTakes(policy, me, 1);
        assertThat(limiter().peek(policy, me).allowed()).isFalse();
    }

    @Test
    void consumesSeveralTokensForABatch() {
        var policy = Policy.of("relay", List.of(limit(10, LimitKey.ADDRESS), limit(8, LimitKey.SESSION)));
        var me = subject("192.0.2.1", "ses_one");
        limiter().take(policy, me);
        assertThat(limiter().takeMore(policy, me, 4).standings())
                .extracting(Standing::remaining)
                .containsExactly(5L, 3L);
        Verdict refused = limiter().takeMore(policy, me, 4);
        assertThat(refused.violated()).containsExactly("relay-session");
        assertThat(limiter().take(policy, subject("192.0.2.1", "ses_two")).standings())
                .extracting(Standing::remaining)
                .as("refused requests consume nothing")
                .containsExactly(4L, 7L);
    }

    @Test
    void requestAboveTheQuotaPassesInAFreshWindow() {
        var policy = Policy.of("relay", List.of(limit(3, LimitKey.ADDRESS), limit(1, LimitKey.SESSION)));
        var me = subject("192.0.2.1", "ses_one");
        limiter().take(policy, me);
        assertThat(limiter().takeMore(policy, me, 9).allowed()).isTrue();
        assertThat(limiter().take(policy, me).violated()).containsExactly("relay", "relay-session");
    }

    @Test
    void countsBySessionOrElseByAddress() {
        var policy = Policy.of("relay", List.of(limit(1, LimitKey.SESSION)));
        assertThat(limiter().take(policy, subject("192.0.2.1", null)).allowed()).isTrue();
        assertThat(limiter().take(policy, subject("192.0.2.1", null)).allowed()).isFalse();
        assertThat(limiter().take(policy, subject("192.0.2.2", null)).allowed()).isTrue();
        assertThat(limiter().take(policy, subject("192.0.2.1", "ses_one")).allowed())
                .isTrue();
    }

    @Test
    void sharedAddressHasAQuotaForEachClient() {
        var classroom =
                new LimitSubject(InetAddress.ofLiteral("192.0.2.1"), LimitSubject.Share.of(60), "ses_one", null);
        Verdict verdict = limiter().take(BOTH, classroom);
        assertThat(verdict.standings()).extracting(Standing::quota).containsExactly(180L, 2L);
        remainingOfTakes(THREE_A_MINUTE, classroom, 180);
        assertThat(limiter().take(THREE_A_MINUTE, classroom).allowed()).isFalse();
    }

    @Test
    void concurrentRequestsNeverExceedTheQuota() throws Exception {
        var policy = Policy.of("api", List.of(limit(50, LimitKey.ADDRESS)));
        var me = subject("192.0.2.1", null);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> take = () -> limiter().take(policy, me).allowed();
            var passed = threads
                    .invokeAll(Stream.generate(() -> take).limit(200).toList())
                    .stream()
                    .collect(Collectors.groupingBy(f -> f.resultNow(), Collectors.counting()));
            assertThat(passed).containsEntry(true, 50L).containsEntry(false, 150L);
        }
    }

    private List<Long> remainingOfTakes(Policy policy, LimitSubject subject, int times) {
        return Stream.generate(() -> limiter().take(policy, subject).tightest().remaining())
                .limit(times)
                .toList();
    }

    static Limit limit(int quota, LimitKey key) {
        return new Limit(quota, Duration.minutes(1), key);
    }

    static LimitSubject subject(String address, @Nullable String session) {
        return new LimitSubject(InetAddress.ofLiteral(address), LimitSubject.Share.ALONE, session, null);
    }
}
