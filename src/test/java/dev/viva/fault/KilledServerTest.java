package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.ServerProcess;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same encounters as in {@link HistoryTest} over the wire, against a process that is killed (kill -9) in their midst
 * and started again on the same data, with a database that fails and clients that hang up.
 */
class KilledServerTest {
    private static final int SESSIONS = Integer.getInteger("viva.history.sessions", 12);
    private static final int KILLS = Integer.getInteger("viva.history.kills", 2);
    private static final long SEED = Long.getLong("viva.history.seed", 1);
    private static final int LINES = 40;
    private static final int OPERATIONS_OF_ONE = 70;

    @TempDir
    Path folder;

    @Test
    void keepsEveryPromiseOverKillsAndCutConnections() throws Exception {
        int port = ServerProcess.freePort();
        var server = FaultyServer.failing(folder, port, SEED);
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new HttpEncounterClient(server.url(), SEED);
            var playing = new ArrayList<Future<History>>();
            for (int i = 0; i < SESSIONS; i++) {
                long own = SEED * 1_000_003 + i;
                playing.add(people.submit(() -> new Encounter(client, own, LINES).play()));
            }
            for (int i = 1; i <= KILLS; i++) {
                long enough = (long) SESSIONS * OPERATIONS_OF_ONE * i / (KILLS + 1);
                Until.holds(enough + " operations", () -> client.operations() >= enough);
                server.kill();
                server = FaultyServer.failing(folder, port, SEED + i);
            }
            var violations = new ArrayList<Violation>();
            try (var stored = new StoredEvents("jdbc:sqlite:" + folder.resolve("viva.db"))) {
                for (var one : playing) {
                    violations.addAll(HistoryChecker.check(stored.complete(one.get())));
                }
            }
            System.out.printf(
                    "seed %d: %d operations over HTTP on %d sessions, %d kills, %d answers of 500, %d violations%n",
                    SEED, client.operations(), SESSIONS, KILLS, client.failures(), violations.size());
            assertThat(violations).as("seed " + SEED).isEmpty();
        } finally {
            server.close();
        }
    }
}
