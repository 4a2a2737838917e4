package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Connections.Connection;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Durable relays on PostgreSQL and Redis, one replica, beside pgbench on the same database, in turns; then how long
 * both take at half of that rate, in turns as well.
 */
final class PostgresBenchmark implements Benchmark {
    private static final int ROUNDS = 6;
    private static final Bar P99 = Bar.atMost(50);

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        try (var shared = SharedState.start(folder);
                var replica = Replica.start(folder.resolve("replica"), shared.environment())) {
            var api = new Api(replica.url());
            var relaying = new Connections(api);
            List<Connection> students = relaying.open(RelayBenchmark.CONNECTIONS);
            var pgbench = Pgbench.prepare(shared.postgres(), folder);
            WarmUp.run(replica, length.warmUp(), time -> relaying.turn(students, time, relaying::relay));
            Duration turn = length.each().dividedBy(ROUNDS);
            pgbench.measure(turn);
            List<Figures> turns = new ArrayList<>();
            double lines = 0;
            for (int round = 0; round < ROUNDS; round++) {
                lines += pgbench.measure(turn) / ROUNDS;
                turns.add(relaying.turn(students, turn, relaying::relay));
            }
            Figures relays = Figures.of(turns);
            relaying.verify();
            return List.of(
                    new Row(
                            "relays on PostgreSQL + Redis ÷ pgbench",
                            relays.speed(),
                            String.format(Locale.ROOT, "%,.0f /s", lines),
                            relays.perSecond() / lines,
                            "",
                            Bar.atLeast(0.8)),
                    half(api, replica, pgbench, (int) relays.perSecond() / 2, length));
        }
    }

    private static Row half(Api api, Replica replica, Pgbench pgbench, int rate, Length length) throws Exception {
        List<Session> sessions = api.begin(RelayBenchmark.CONNECTIONS);
        var paced = new Paced(api, sessions, rate);
        // New sessions and more connections take paths that the JVM has not compiled yet, or not so.
        WarmUp.run(replica, length.warmUp().dividedBy(4), paced::send);
        List<Figures> relays = new ArrayList<>();
        List<Figures> floor = new ArrayList<>();
        // In turns, so that both meet the same disk: its pauses decide both.
        for (int round = 0; round < ROUNDS; round++) {
            Duration turn = length.each().dividedBy(ROUNDS);
            floor.add(pgbench.paced(rate, turn));
            relays.add(paced.send(turn));
        }
        api.verify(sessions);
        String beside = String.format(
                Locale.ROOT,
                "pgbench at the same %,d /s: %s",
                rate,
                Figures.of(floor).times());
        return Row.p99("relays on PostgreSQL + Redis at half of that", Figures.of(relays), beside, P99);
    }
}
