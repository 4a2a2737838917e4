package dev.viva.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.fault.FaultyDriver;
import dev.viva.testing.Engine;
import dev.viva.testing.FastClock;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many concurrent encounters while the database fails; afterwards the checker compares all answers and streams with the
 * stored log. To run longer, to repeat a seed, or to use another database:
 *
 * <pre>
 * ./mvnw test -Dtest=HistoryTest -Dviva.history.operations=1000000 -Dviva.history.seeds=20
 * ./mvnw test -Dtest=HistoryTest -Dviva.history.seed=17
 * ./mvnw test -Dtest=HistoryTest -Dviva.history.database=jdbc:…
 * </pre>
 */
public class HistoryTest {
    private static final int OPERATIONS = Integer.getInteger("viva.history.operations", 6000);
    private static final int SEEDS = Integer.getInteger("viva.history.seeds", 2);
    private static final long FIRST = Long.getLong("viva.history.seed", 1);
    private static final String DATABASE = System.getProperty("viva.history.database", "");
    private static final int LINES = 60;
    /** About the number of operations of an encounter. */
    private static final int OPERATIONS_OF_ONE = 130;

    private static final int AT_ONCE = Math.clamp(OPERATIONS / SEEDS / OPERATIONS_OF_ONE, 1, 100);

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + SEEDS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void keepsEveryPromiseWhileTheDatabaseFails(long seed) throws Exception {
        keepsEveryPromise(seed, DATABASE.isEmpty() ? Engine.SQLITE.url(folder) : DATABASE);
    }

    @Test
    void keepsEveryPromiseWhilePostgresqlFails() throws Exception {
        keepsEveryPromise(FIRST, Engine.POSTGRESQL.url(folder));
    }

    private void keepsEveryPromise(long seed, String url) throws Exception {
        var faults = new RandomFaults(seed);
        FaultyDriver.set(url, faults);
        var clock = new FastClock(50);
        long begin = System.nanoTime();
        try (var server = VivaServer.start(folder, clock, "database.url", url)) {
            faults.begin();
            var client = new DirectClient(server, clock);
            List<History> played = play(client, seed);
            faults.end();
            long seconds = (System.nanoTime() - begin) / 1_000_000_000;

            var violations = new ArrayList<Violation>();
            try (var stored = new StoredEvents(url)) {
                for (History history : played) {
                    violations.addAll(HistoryChecker.check(stored.complete(history)));
                }
            }
            System.out.printf(
                    "seed %d on %s: %d operations on %d sessions in %d s, %s, %d violations%n",
                    seed, url.split(":", 3)[1], client.operations(), played.size(), seconds, faults, violations.size());
            assertThat(violations).as("seed " + seed).isEmpty();
        } finally {
            FaultyDriver.clear(url);
        }
    }

    /** Plays concurrent encounters until there were enough operations. */
    private static List<History> play(DirectClient client, long seed) throws InterruptedException, ExecutionException {
        var places = new Semaphore(AT_ONCE);
        var playing = new ArrayList<Future<History>>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; client.operations() < OPERATIONS / SEEDS; i++) {
                long own = seed * 1_000_003 + i;
                places.acquire();
                playing.add(people.submit(() -> {
                    try {
                        return new Encounter(client, own, LINES).play();
                    } finally {
                        places.release();
                    }
                }));
            }
            var played = new ArrayList<History>();
            for (var one : playing) {
                played.add(one.get());
            }
            return played;
        }
    }
}
