package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTest {
    private static final List<Integer> NUMBERS = IntStream.range(0, 20).boxed().toList();
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void keepsTheOrder() {
        assertThat(new SideBySide(3, LONG).of(NUMBERS, number -> number * 2))
                .isEqualTo(NUMBERS.stream().map(number -> number * 2).toList());
    }

    @Test
    void computesSideBySideOnPlatformThreads() {
        var both = new CyclicBarrier(2);
        Set<Boolean> virtual = ConcurrentHashMap.newKeySet();

        assertThat(new SideBySide(2, LONG).of(NUMBERS, number -> {
                    virtual.add(Thread.currentThread().isVirtual());
                    return await(both);
                }))
                .hasSize(NUMBERS.size());
        assertThat(virtual).containsExactly(false);
    }

    private static int await(CyclicBarrier barrier) {
        try {
            return barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void reportsAFailureAsItIsAndBeginsNoMore() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        var failure = new ProblemException(Failure.NOT_FOUND);
        var sideBySide = new SideBySide(1, LONG);
        var failed = new CountDownLatch(1);

        assertThatThrownBy(() -> sideBySide.of(NUMBERS, number -> {
                    begun.add(number);
                    if (number == 1) {
                        throw failure;
                    }
                    if (number == 2) {
                        await(failed);
                    }
                    return number;
                }))
                .isSameAs(failure);
        failed.countDown();
        assertThat(sideBySide.of(List.of(0), number -> number)).containsExactly(0);
        assertThat(begun).doesNotContain(3);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRequestThatWaitedTooLongBeginsNoMore() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        var sideBySide = new SideBySide(1, Duration.ofMillis(20));
        var given = new CountDownLatch(1);

        assertUnavailable(sideBySide, begun, given);
        given.countDown();
        assertThat(begun).doesNotContain(1);
    }

    @Test
    void anInterruptedRequestBeginsNoMore() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        var sideBySide = new SideBySide(1, LONG);
        var given = new CountDownLatch(1);

        Thread.currentThread().interrupt();
        assertUnavailable(sideBySide, begun, given);
        assertThat(Thread.interrupted()).isTrue();
        given.countDown();
        assertThat(sideBySide.of(List.of(0), number -> number)).containsExactly(0);
        assertThat(begun).doesNotContain(1);
    }

    /** Nothing is computed until it is given leave. */
    private static void assertUnavailable(SideBySide sideBySide, Set<Integer> begun, CountDownLatch given) {
        assertThatThrownBy(() -> sideBySide.of(NUMBERS, number -> {
                    begun.add(number);
                    await(given);
                    return number;
                }))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.failure()).isEqualTo(Failure.UNAVAILABLE));
    }
}
