package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.fault.FaultyDriver;
import dev.viva.fault.SqlFaults;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators notice a run of retention that never ends. */
class HangingRetentionTest {
    private static final String[] THIRTY_DAYS = {"retention.sessions", "30d"};

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final Hang hang = new Hang();

    @BeforeEach
    void faults() throws SQLException {
        FaultyDriver.set(folder.toString(), hang);
    }

    @AfterEach
    void heal() {
        FaultyDriver.clear(folder.toString());
    }

    @Test
    void countsFromTheStartWhenTheFirstRunHangs() {
        hang.on = true;
        long start = clock.instant().getEpochSecond();
        try (var server = VivaServer.start(folder, clock, THIRTY_DAYS)) {
            hang.untilReached();
            clock.advance(Duration.ofHours(2));

            assertThat(metric(server, "last_run_timestamp_seconds")).isEqualTo(start);
            hang.end();
            double now = clock.instant().getEpochSecond();
            Until.isTrue("the next run ends", () -> metric(server, "last_run_timestamp_seconds") == now);
        }
    }

    @Test
    void whatIsOverdueGrowsWhileARunHangs() throws Exception {
        try (var server = VivaServer.start(folder, clock, THIRTY_DAYS)) {
            var api = new Api(server.url());
            var session = api.open();
            api.send("POST", session.path("/end"), session.grant(), null, Map.of());
            clock.advance(Duration.ofSeconds(11));
            Until.isTrue(
                    "it is closed",
                    () -> "closed"
                            .equals(api.get(session.path(""), session.grant())
                                    .json()
                                    .path("state")
                                    .asText()));
            Files.createDirectory(folder.resolve(ErasureJournal.NAME)); // nothing can be appended to it
            clock.advance(Duration.ofDays(31));
            Until.isTrue("it is overdue", () -> metric(server, "overdue_seconds") > 80_000);

            hang.on = true;
            hang.untilReached();
            double before = metric(server, "overdue_seconds");
            clock.advance(Duration.ofHours(10));

            assertThat(metric(server, "overdue_seconds")).isEqualTo(before + 36_000);
            hang.end();
        }
    }

    private static double metric(VivaServer server, String name) {
        return new Api(server.url()).metric(server.adminUrl(), "viva_retention_" + name);
    }

    /** Holds the statement that looks for sessions to erase. */
    private static final class Hang implements SqlFaults {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private volatile boolean on;

        void untilReached() {
            Until.isTrue("retention looks for sessions", () -> reached.getCount() == 0);
        }

        void end() {
            end.countDown();
        }

        @Override
        public void before(Step step) throws SQLException {
            if (on && step.sql().contains("erased_at IS NULL AND ended_at <=")) {
                reached.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new SQLException("the service stops", e);
                }
            }
        }

        @Override
        public void after(Step step) {
            // It has succeeded.
        }
    }
}
