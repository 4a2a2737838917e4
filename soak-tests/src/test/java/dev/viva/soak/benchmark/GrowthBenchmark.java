package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Connections.Connection;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service that has stored more than 200,000 lines beside one that is nearly empty, in turns; in the full one, sessions
 * of almost 20,000 lines beside new ones; and what the lines did to its memory. The lines of the warm-up are erased, and
 * those of a turn from the service that is to be nearly empty.
 */
final class GrowthBenchmark implements Benchmark {
    private static final int LONG_SESSIONS = 12;
    private static final int ROUNDS = 8;
    /** Lines of each. A session has at most 20,000; the turns need the rest. */
    private static final int STORED = 18_000;

    private static final int LINES = LONG_SESSIONS * STORED;

    private static final Map<String, String> AS_PEOPLE_START =
            Map.of("VIVA_AOT", "on", "VIVA_RELAYS_PER_SESSION", "100000", "VIVA_FACULTY_KEY", Api.FACULTY_KEY);

    /** Relays into each session, one after the other. */
    private static final int TURN = 200;

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        StartCache.write(folder);
        try (var empty = Replica.start(folder.resolve("empty"), AS_PEOPLE_START);
                var full = Replica.start(folder.resolve("full"), AS_PEOPLE_START)) {
            double idle = Footprint.idle(full);
            var emptyApi = new Api(empty.url());
            var fullApi = new Api(full.url());
            var few = new Connections(emptyApi);
            List<Connection> atEmpty = few.open(RelayBenchmark.CONNECTIONS);
            var many = new Connections(fullApi);
            List<Connection> atFull = many.open(RelayBenchmark.CONNECTIONS);
            few.turn(atEmpty, length.warmUp(), few::relay);
            many.turn(atFull, length.warmUp(), many::relay);
            many.eraseAll(atFull);
            Footprint before = Footprint.of(full);
            List<Session> longest = fill(fullApi);
            Footprint after = Footprint.of(full);
            double idleAfter = Footprint.idle(full);
            Duration turn = length.each().dividedBy(ROUNDS);
            List<Figures> small = new ArrayList<>();
            List<Figures> large = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                few.eraseAll(atEmpty);
                small.add(few.turn(atEmpty, turn, few::relay));
                large.add(many.turn(atFull, turn, many::relay));
            }
            few.verify();
            many.verify();
            return List.of(
                    Row.ratio(
                            String.format("after %,d stored lines ÷ at the start", LINES),
                            Figures.of(large),
                            Figures.of(small),
                            Bar.atLeast(0.9)),
                    lengths(fullApi, longest),
                    growth(before, after),
                    idle(idle, idleAfter));
        }
    }

    private static Row growth(Footprint before, Footprint after) {
        String what = String.format("RSS of ./viva after %,d lines, more than before", LINES);
        return new Row(what, after.text(), before.text(), after.rss() - before.rss(), "MB", Bar.atMost(50));
    }

    private static Row idle(double before, double after) {
        String what = String.format("RSS idle, half a minute after %,d lines", LINES);
        String first = String.format("before any line: %.0f MB", before);
        return new Row(what, String.format("%.0f MB", after), first, after, "MB", Bar.atMost(200));
    }

    /** All sessions grow together, so that their lines lie side by side in the table. */
    private static List<Session> fill(Api api) throws Exception {
        List<Session> sessions = api.begin(LONG_SESSIONS);
        for (int lines = 1000; lines <= STORED; lines += 1000) {
            for (Session session : sessions) {
                api.fill(session, lines);
            }
        }
        api.verify(sessions);
        return sessions;
    }

    private static Row lengths(Api api, List<Session> longest) throws Exception {
        List<Session> sessions = api.begin(LONG_SESSIONS);
        List<Figures> old = new ArrayList<>();
        List<Figures> fresh = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            old.add(Load.measure(longest, TURN, api::relay));
            fresh.add(Load.measure(sessions, TURN, api::relay));
        }
        api.verify(longest);
        api.verify(sessions);
        return Row.ratio(
                String.format(
                        "at %,d to %,d lines in one session ÷ at its start",
                        STORED, longest.getFirst().lines()),
                Figures.of(old),
                Figures.of(fresh),
                Bar.atLeast(0.9));
    }
}
