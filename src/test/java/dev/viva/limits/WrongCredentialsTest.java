package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.TestClock;
import io.dropwizard.util.Duration;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrongCredentialsTest {
    private static final int GUESSES = 3;
    private static final InetAddress SCHOOL = InetAddress.ofLiteral("192.0.2.1");

    private final TestClock clock = new TestClock();
    private final WrongCredentials credentials = new WrongCredentials(
            List.of(new Limit(GUESSES, Duration.minutes(5), LimitKey.ADDRESS)),
            new NothingGivenBack(new BucketLimiter(new LocalBuckets(1_000, clock::nanoTime))),
            clock::nanoTime);

    @Test
    void rightCodesThatComeAtOnceAreNoGuesses() {
        for (int student = 0; student < 2 * GUESSES; student++) {
            assertThat(credentials.code(SCHOOL, "class " + student)).isEmpty();
            assertThat(credentials.otherCode(SCHOOL, "an expired class")).isEmpty();
        }
    }

    @Test
    void codesAreNotLookedAtOnceTheGuessesAreUsedUp() {
        assertThat(credentials.code(SCHOOL, "a known class")).isEmpty();
        for (int guess = 0; guess < GUESSES; guess++) {
            assertThat(credentials.wrong(SCHOOL)).isEmpty();
        }

        assertThat(credentials.wrong(SCHOOL)).isPresent();
        assertThat(credentials.code(SCHOOL, "another class"))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal.verdict().violated()).containsExactly(WrongCredentials.POLICY));
        assertThat(credentials.code(SCHOOL, "a known class")).isEmpty();
    }

    /** What Redis does while a refund is on its way. */
    private record NothingGivenBack(RateLimiter limiter) implements RateLimiter {
        @Override
        public Verdict take(Policy policy, LimitSubject subject) {
            return limiter.take(policy, subject);
        }

        @Override
        public Verdict peek(Policy policy, LimitSubject subject) {
            return limiter.peek(policy, subject);
        }

        @Override
        public Verdict takeMore(Policy policy, LimitSubject subject, int more) {
            return limiter.takeMore(policy, subject, more);
        }

        @Override
        public Verdict refund(Policy policy, LimitSubject subject) {
            return peek(policy, subject);
        }
    }
}
