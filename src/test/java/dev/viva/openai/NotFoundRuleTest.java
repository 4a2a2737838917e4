package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NotFoundRuleTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong();
    private final NotFoundRule.Count count = NotFoundRule.of(TEN_SECONDS).count(nanos::get);

    private boolean after(Duration time) {
        nanos.addAndGet(time.toNanos());
        return count.notFound();
    }

    @Test
    void doesNotEndACallBeforeItsTimeHoweverManyNotFound() {
        for (int i = 0; i < 100; i++) {
            assertThat(after(Duration.ZERO)).isFalse();
        }
        assertThat(after(TEN_SECONDS.minusNanos(1))).isFalse();
        assertThat(after(Duration.ofNanos(1))).isTrue();
    }

    @Test
    void doesNotEndACallByFewerThanFiveAnswersHoweverLongTheyTake() {
        for (int i = 1; i < 5; i++) {
            assertThat(after(TEN_SECONDS)).isFalse();
        }
        assertThat(after(TEN_SECONDS)).isTrue();
    }

    @Test
    void startsAnewWhenTheCallIsFound() {
        for (int i = 1; i < 5; i++) {
            after(TEN_SECONDS);
        }
        count.found();
        assertThat(after(TEN_SECONDS)).isFalse();
    }
}
