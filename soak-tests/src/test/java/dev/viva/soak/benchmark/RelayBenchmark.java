package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Durable relays on SQLite beside {@code GET /health/live} of the same process, and relays of which every second line
 * was sent before beside those that are all new. The kinds take turns of a few seconds, so that other load on the
 * machine affects all. Sessions have between half of the lines and all of them, so every relay goes into a long log.
 */
final class RelayBenchmark implements Benchmark {
    static final int CONNECTIONS = 64;
    static final Map<String, String> NO_LIMITS = Map.of("VIVA_RELAYS_PER_SESSION", "100000");
    private static final int ROUNDS = 6;
    private static final int LINES = 900;

    private final Collection<Session> sessions = new ConcurrentLinkedQueue<>();

    /** One connection: its own session, and how many relays it sent. */
    private static final class Student {
        private Session session;
        private long sent;
    }

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        try (var replica = Replica.start(folder.resolve("replica"), NO_LIMITS)) {
            return measure(new Api(replica.url()), length);
        }
    }

    private List<Row> measure(Api api, Length length) throws Exception {
        List<Student> students = begin(api);
        List<Student> repeaters = begin(api);
        Load.measure(students, length.warmUp().dividedBy(4), student -> api.live());
        Load.measure(students, length.warmUp(), student -> relay(api, student));
        Load.measure(repeaters, length.warmUp().dividedBy(4), student -> relayTwice(api, student));
        List<Figures> live = new ArrayList<>();
        List<Figures> unique = new ArrayList<>();
        List<Figures> repeated = new ArrayList<>();
        Duration turn = length.each().dividedBy(ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            live.add(Load.measure(students, turn, student -> api.live()));
            unique.add(Load.measure(students, turn, student -> relay(api, student)));
            repeated.add(Load.measure(repeaters, turn, student -> relayTwice(api, student)));
        }
        Figures gets = Figures.of(live).whole("GET /health/live");
        Figures relays = Figures.of(unique).whole("relays");
        Figures twice = Figures.of(repeated).whole("repeated relays");
        api.verify(sessions);
        return List.of(
                Row.ratio("relays on SQLite ÷ GET /health/live", relays, gets, Bar.atLeast(0.5)),
                Row.ratio("half of the lines sent twice ÷ unique", twice, relays, Bar.atLeast(0.9)));
    }

    private List<Student> begin(Api api) throws IOException, InterruptedException {
        List<Student> students = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            var student = new Student();
            beginAgain(api, student);
            students.add(student);
        }
        return students;
    }

    private void beginAgain(Api api, Student student) throws IOException, InterruptedException {
        student.session = api.begin();
        api.fill(student.session, LINES / 2);
        sessions.add(student.session);
    }

    /** Relays the next line; after a full session it begins another. */
    private boolean relay(Api api, Student student) throws IOException, InterruptedException {
        if (student.session.lines() >= LINES) {
            beginAgain(api, student);
        }
        return api.relay(student.session);
    }

    /** Alternately relays a stored line and a new one. */
    private boolean relayTwice(Api api, Student student) throws IOException, InterruptedException {
        if (student.sent++ % 2 == 1) {
            return relay(api, student);
        }
        int known = ThreadLocalRandom.current().nextInt(student.session.lines()) + 1;
        return api.relayAgain(student.session, known);
    }
}
