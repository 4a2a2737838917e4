package dev.viva.history;

import dev.viva.testing.Until;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Concurrent encounters over HTTP while a test disturbs the service. */
public final class PlayedEncounters implements AutoCloseable {
    private static final int LINES = 40;
    /** The minimum number of operations of an encounter. */
    private static final int OPERATIONS_OF_ONE = 70;

    private final HttpEncounterClient client;
    private final List<Future<History>> playing = new ArrayList<>();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();

    /** Starts this many encounters, which the seed determines. */
    public PlayedEncounters(HttpEncounterClient client, int sessions, long seed) {
        this.client = client;
        for (int i = 0; i < sessions; i++) {
            long own = seed * 1_000_003 + i;
            playing.add(people.submit(() -> new Encounter(client, own, LINES).play()));
        }
    }

    /** Waits until about this share of all operations is done. */
    public void until(int part, int parts) {
        long enough = (long) playing.size() * OPERATIONS_OF_ONE * part / parts;
        Until.isTrue(enough + " operations", () -> client.operations() >= enough);
    }

    /** Waits for all encounters to end and checks each against the stored log. */
    public List<Violation> check(String database) throws SQLException, InterruptedException, ExecutionException {
        var violations = new ArrayList<Violation>();
        int erased = 0;
        try (var stored = new StoredEvents(database)) {
            for (var one : playing) {
                History history = stored.complete(one.get());
                erased += history.erased().confirmed().isEmpty() ? 0 : 1;
                violations.addAll(HistoryChecker.check(history));
            }
        }
        System.out.printf(
                "%d operations over HTTP on %d sessions, %d of them erased, %d answers of 500, %d violations%n",
                client.operations(), playing.size(), erased, client.failures(), violations.size());
        return violations;
    }

    @Override
    public void close() {
        people.close();
    }
}
