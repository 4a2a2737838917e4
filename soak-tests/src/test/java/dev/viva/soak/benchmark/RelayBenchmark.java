package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Connections.Connection;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Durable relays on SQLite beside {@code GET /health/live} of the same process, and relays of which every second line
 * was sent before beside those that are all new. The kinds take turns of a few seconds, so that other load on the
 * machine affects all.
 */
final class RelayBenchmark implements Benchmark {
    static final int CONNECTIONS = 64;
    static final Map<String, String> NO_LIMITS = Map.of("VIVA_RELAYS_PER_SESSION", "100000");
    private static final int ROUNDS = 6;

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        try (var replica = Replica.start(folder.resolve("replica"), NO_LIMITS)) {
            return measure(new Api(replica.url()), length);
        }
    }

    private static List<Row> measure(Api api, Length length) throws Exception {
        var relaying = new Connections(api);
        List<Connection> students = relaying.open(CONNECTIONS);
        List<Connection> repeaters = relaying.open(CONNECTIONS);
        Load.measure(students, length.warmUp().dividedBy(4), student -> api.live());
        relaying.turn(students, length.warmUp(), relaying::relay);
        relaying.turn(repeaters, length.warmUp().dividedBy(4), relaying::relayTwice);
        List<Figures> live = new ArrayList<>();
        List<Figures> unique = new ArrayList<>();
        List<Figures> repeated = new ArrayList<>();
        Duration turn = length.each().dividedBy(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            live.add(Load.measure(students, turn, student -> api.live()));
            unique.add(relaying.turn(students, turn, relaying::relay));
            repeated.add(relaying.turn(repeaters, turn, relaying::relayTwice));
        }
        Figures gets = Figures.of(live);
        Figures relays = Figures.of(unique);
        Figures twice = Figures.of(repeated);
        relaying.verify();
        return List.of(
                Row.ratio("relays on SQLite ÷ GET /health/live", relays, gets, Bar.atLeast(0.5)),
                Row.ratio("half of the lines sent twice ÷ unique", twice, relays, Bar.atLeast(0.9)));
    }
}
