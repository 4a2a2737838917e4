package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.LogLines;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An outage is logged at its beginning and end, however long it lasts. */
class PeriodicTaskTest {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTaskTest.class);
    private static final int SECONDS = 30;

    static List<Throwable> failures() {
        return List.of(
                new ProblemException(Failure.STORAGE_UNAVAILABLE),
                new ProblemException(Failure.OVERLOADED),
                new ConnectionException(new SQLException("the connection is refused", "08001")),
                new IllegalStateException("a fault of ours"),
                new NoClassDefFoundError("the jar was replaced"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void logsAnOutageOnlyAtItsBeginningAndEnd(Throwable failure) {
        boolean[] out = {false};
        try (var warnings = LogLines.warnings();
                var task = new PeriodicTask(log, "test task", () -> {
                    if (out[0]) {
                        Throwables.throwIfUnchecked(failure);
                    }
                })) {
            task.run();
            out[0] = true;
            for (int second = 0; second < SECONDS; second++) {
                task.run();
            }
            out[0] = false;
            task.run();
            task.run();

            assertThat(ours(warnings)).hasSize(2);
            assertThat(ours(warnings).getFirst()).startsWith("test task: failing");
            assertThat(ours(warnings).getLast()).isEqualTo("test task: works again");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void logsABugDuringAnOutageSeparately() throws InterruptedException {
        var failures = List.of(new ProblemException(Failure.OVERLOADED), new IllegalStateException("a fault of ours"));
        try (var warnings = LogLines.warnings()) {
            int[] run = {0};
            try (var task = new PeriodicTask(log, "test task", () -> {
                throw failures.get(run[0]++ % 2);
            })) {
                for (int second = 0; second < SECONDS; second++) {
                    task.run();
                }
            }
            assertThat(ours(warnings)).hasSize(2);
        }
    }

    private static List<String> ours(LogLines warnings) {
        return warnings.words().stream()
                .filter(line -> line.startsWith("test task"))
                .toList();
    }
}
