package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck;
import dev.viva.model.HealthStatus;
import dev.viva.ops.ReadinessChecks.Pause;
import dev.viva.testing.Until;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessChecksTest {

    @Test
    void hangingCheckTimesOutAndIsNotStartedTwice() {
        var hang = new CountDownLatch(1);
        var started = new AtomicInteger();
        var hanging = ReadinessCheck.of("database", check(() -> {
            started.incrementAndGet();
            hang.await();
        }));
        var checks = new ReadinessChecks(List.of(hanging), List.of(), Duration.ofMillis(50));
        for (int i = 0; i < 3; i++) {
            var results = checks.run();
            assertThat(results).extracting(r -> r.status()).containsExactly(HealthStatus.DOWN);
            assertThat(results.getFirst().detail()).isEqualTo("No answer in time.");
        }
        Until.isTrue("it is started", () -> started.get() > 0); // on a busy machine after all three have given up
        assertThat(started).hasValue(1);
        hang.countDown();
    }

    @Test
    void hangingCheckDoesNotAffectOthers() {
        var hang = new CountDownLatch(1);
        var hanging = ReadinessCheck.of("database", check(hang::await));
        var well = ReadinessCheck.of("content", check(() -> {}));
        var checks = new ReadinessChecks(List.of(hanging, well), List.of(), Duration.ofMillis(200));

        // On a busy machine the second check may not run in that time at once.
        Until.isTrue(
                "the other check is up",
                () -> checks.run().stream()
                        .map(r -> r.status())
                        .toList()
                        .equals(List.of(HealthStatus.DOWN, HealthStatus.UP)));
        hang.countDown();
    }

    /** The admin port asks the same check, so its callers pile up no work either. */
    @Test
    void adminPortIsAnsweredInTime() {
        var hang = new CountDownLatch(1);
        var started = new AtomicInteger();
        var hanging = ReadinessCheck.of("database", check(() -> {
            started.incrementAndGet();
            hang.await();
        }));
        var database = new ReadinessChecks(List.of(hanging), List.of(), Duration.ofMillis(50)).bounded("database");
        for (int i = 0; i < 3; i++) {
            assertThat(database.execute().getMessage()).isEqualTo("No answer in time.");
        }
        Until.isTrue("it is started", () -> started.get() > 0);
        assertThat(started).hasValue(1);

        hang.countDown();
        Until.isTrue("it is up", () -> database.execute().isHealthy());
    }

    @Test
    void exceptionMessagesAreOnlyLogged() {
        var failing = ReadinessCheck.of("database", check(() -> {
            throw new IllegalStateException("jdbc:postgresql://viva:secret@db");
        }));
        var result = new ReadinessChecks(List.of(failing), List.of()).run().getFirst();
        assertThat(result.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(result.detail()).doesNotContain("secret");
    }

    @Test
    void isNotReadyDuringAPause() {
        var on = new AtomicBoolean(true);
        var checks = new ReadinessChecks(List.of(), List.of(Pause.warmUp(on::get), Pause.shutdown(() -> false)));
        assertThat(checks.run()).extracting(r -> r.name()).containsExactly("warm_up");
        assertThat(ReadinessChecks.overall(checks.run())).isEqualTo(HealthStatus.DOWN);
        on.set(false);
        assertThat(ReadinessChecks.overall(checks.run())).isEqualTo(HealthStatus.UP);
    }

    private interface Action {
        void run() throws Exception;
    }

    private static HealthCheck check(Action action) {
        return new HealthCheck() {
            @Override
            protected Result check() throws Exception {
                action.run();
                return Result.healthy();
            }
        };
    }
}
