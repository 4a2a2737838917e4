package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Paced.Relayed;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/**
 * How long after its acknowledgement, which follows its commit, and after it was sent, a line is on the streams that
 * follow its session: 500 on the replica that gets the relays and 500 on another, with PostgreSQL and Redis. Each stream
 * must have each line.
 */
final class DeliveryBenchmark implements Benchmark {
    private static final int RATE = 100;
    /** Cold replicas get few relays at first. */
    private static final int[] FIRST_RATES = {5, 20, 50};

    /** How many streams are opened at a time. How many can come at once is measured by the storm. */
    private static final int AT_ONCE = 20;

    private static final Duration OPEN = Duration.ofMinutes(5);
    private static final Duration LAST_LINES = Duration.ofMinutes(3);
    /** Warm when two turns in a row are delivered within this, or after the longest time. */
    private static final double WARM_MILLIS = 100;

    private static final Duration TURN = Duration.ofSeconds(5);

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        try (var state = SharedState.start(folder);
                var here = Replica.start(folder.resolve("here"), state.environment());
                var there = Replica.start(folder.resolve("there"), state.environment())) {
            var api = new Api(here.url());
            List<Session> sessions = api.begin(length.of(500, 200));
            try (var near = new Followers(here);
                    var far = new Followers(there)) {
                near.follow(sessions);
                far.follow(sessions);
                return measure(api, sessions, near, far, length);
            }
        }
    }

    private static List<Row> measure(Api api, List<Session> sessions, Followers near, Followers far, Length length)
            throws Exception {
        var paced = Paced.patient(api, sessions, RATE);
        for (int rate : FIRST_RATES) {
            warmUp(Paced.patient(api, sessions, rate), near, far, TURN);
        }
        warmUp(paced, near, far, length.warmUp().multipliedBy(2));
        int sentBefore = paced.sentAgain();
        int openedBefore = near.openedAgain() + far.openedAgain();
        Figures relays = paced.send(length.each());
        Figures same = near.delivered(paced, Relayed::acknowledged);
        Figures other = far.delivered(paced, Relayed::acknowledged);
        api.verify(sessions);
        String what = String.format(Locale.ROOT, "to stream, %,d streams", sessions.size());
        String beside = String.format(
                Locale.ROOT,
                "relays, %d /s: %s; %d lines sent again, %d streams opened again",
                RATE,
                relays.times(),
                paced.sentAgain() - sentBefore,
                near.openedAgain() + far.openedAgain() - openedBefore);
        return List.of(
                Row.p99("acknowledgement " + what + " on the same replica", same, beside, Bar.atMost(25)),
                Row.p99("acknowledgement " + what + " on another", other, "", Bar.atMost(75)),
                Row.p99("relay " + what + " on the same replica", near.delivered(paced, Relayed::sent), "", null),
                Row.p99("relay " + what + " on another", far.delivered(paced, Relayed::sent), "", null));
    }

    /** Relays until deliveries are quick: a replica compiles what it runs, for longer on a machine with other work. */
    private static void warmUp(Paced paced, Followers near, Followers far, Duration longest) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        int quick = 0;
        while (quick < 2 && System.nanoTime() < end) {
            paced.send(TURN);
            double slowest = Math.max(
                    near.delivered(paced, Relayed::acknowledged).millis(0.99),
                    far.delivered(paced, Relayed::acknowledged).millis(0.99));
            quick = slowest <= WARM_MILLIS ? quick + 1 : 0;
            forget(paced, near, far);
        }
        forget(paced, near, far);
    }

    /** Nothing is on its way: all lines were delivered. */
    private static void forget(Paced paced, Followers near, Followers far) {
        paced.relayed().clear();
        near.came.clear();
        far.came.clear();
    }

    /** One stream of each session at one replica. */
    private static final class Followers implements AutoCloseable {
        private final Replica replica;
        /** When each line came, by {@link Paced#key}. */
        private final ConcurrentHashMap<String, Long> came = new ConcurrentHashMap<>();

        private final List<Follower> followers = new ArrayList<>();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger again = new AtomicInteger();

        private Followers(Replica replica) {
            this.replica = replica;
        }

        private void follow(List<Session> sessions) throws InterruptedException {
            for (Session session : sessions) {
                awaitOpen(followers.size() - AT_ONCE);
                var follower = new Follower(this, session);
                followers.add(follower);
                follower.connect();
            }
            awaitOpen(sessions.size());
        }

        private void awaitOpen(int streams) throws InterruptedException {
            Wait.until("streams open", OPEN, () -> open.get() >= streams);
        }

        private int openedAgain() {
            return again.get();
        }

        /** Waits for the acknowledged lines; how long each took from a moment of its relay. */
        private Figures delivered(Paced paced, ToLongFunction<Relayed> from) throws InterruptedException {
            var relayed = paced.relayed();
            Wait.until("lines came", LAST_LINES, () -> came.keySet().containsAll(relayed.keySet()));
            // A line may arrive on a stream before its acknowledgement: both are sent once it is stored.
            long[] nanos = relayed.entrySet().stream()
                    .mapToLong(line -> Math.max(1, came.get(line.getKey()) - from.applyAsLong(line.getValue())))
                    .toArray();
            return Figures.of(nanos, Duration.ZERO);
        }

        @Override
        public void close() {
            followers.forEach(Follower::close);
        }
    }

    /** A reader. When its stream ends it comes back with its last event, as a browser does. */
    private static final class Follower implements EventReader.Events {
        private final Followers all;
        private final Session session;
        private EventReader reader; // guarded by this
        private boolean closed; // guarded by this
        private boolean opened; // used by one reader's thread at a time
        private volatile long last;

        private Follower(Followers all, Session session) {
            this.all = all;
            this.session = session;
        }

        private synchronized void connect() {
            if (closed) {
                return;
            }
            try {
                reader = EventReader.open(all.replica.url(), session, last, this);
            } catch (IOException e) {
                Thread.startVirtualThread(() -> ended(e.getMessage()));
            }
        }

        @Override
        public void opened() {
            all.open.addAndGet(opened ? 0 : 1);
            opened = true;
        }

        @Override
        public void event(String seq, String type, String data) {
            long now = System.nanoTime();
            if (!seq.isEmpty()) {
                last = Long.parseLong(seq);
            }
            if (type.equals("turn")) {
                all.came.put(Paced.key(session, Api.find("item_id", data)), now);
            }
        }

        @Override
        public void ended(String why) {
            if (isClosed()) {
                return;
            }
            System.err.println("a stream: " + why);
            all.again.incrementAndGet();
            try {
                Thread.sleep(Duration.ofSeconds(1));
                connect();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private synchronized void close() {
            closed = true;
            if (reader != null) {
                reader.close();
            }
        }
    }
}
