package dev.viva.history;

import dev.viva.testing.Until;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Encounters that people hold at the same time over the wire, while a test does harm to what serves them. */
public final class PlayedEncounters implements AutoCloseable {
    private static final int LINES = 40;
    /** What an encounter of so many lines comes to, at least. */
    private static final int OPERATIONS_OF_ONE = 70;

    private final HttpEncounterClient client;
    private final List<Future<History>> playing = new ArrayList<>();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();

    /** Begins so many, which are decided by the seed. */
    public PlayedEncounters(HttpEncounterClient client, int sessions, long seed) {
        this.client = client;
        for (int i = 0; i < sessions; i++) {
            long own = seed * 1_000_003 + i;
            playing.add(people.submit(() -> new Encounter(client, own, LINES).play()));
        }
    }

    /** Waits until about that share of all is done. */
    public void until(int part, int parts) {
        long enough = (long) playing.size() * OPERATIONS_OF_ONE * part / parts;
        Until.isTrue(enough + " operations", () -> client.operations() >= enough);
    }

    /** Waits for their ends and holds each against what is stored. */
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
