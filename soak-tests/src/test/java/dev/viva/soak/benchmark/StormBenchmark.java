package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Session;
import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Deployment;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network cuts the streams of 5,000 sessions at once, and each comes back when the service has told it to, with the
 * last event that it has, while lines are relayed into the same sessions. Each stream must have each event once and in
 * order.
 */
final class StormBenchmark implements Benchmark {
    private static final int RATE = 200;
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final Duration LAST_LINES = Duration.ofSeconds(60);

    private final AtomicInteger tries = new AtomicInteger();
    private final List<String> problems = new ArrayList<>();

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        var environment = new HashMap<>(RelayBenchmark.NO_LIMITS);
        environment.put("JDK_JAVA_OPTIONS", Deployment.imageOptions());
        try (var replica = Replica.start(folder.resolve("replica"), environment)) {
            var api = new Api(replica.url());
            List<Session> sessions = api.begin(length.of(5000, 2000));
            List<Follower> followers = sessions.stream()
                    .map(session -> new Follower(replica.url(), session))
                    .toList();
            try {
                return measure(api, sessions, followers, length);
            } finally {
                followers.forEach(Follower::cut);
            }
        }
    }

    private List<Row> measure(Api api, List<Session> sessions, List<Follower> followers, Length length)
            throws Exception {
        followers.forEach(follower -> Thread.startVirtualThread(follower::connect));
        Wait.until("streams open", BACK, () -> allOpen(followers));
        var paced = new Paced(api, sessions, RATE);
        paced.send(length.warmUp());
        Figures before = paced.send(length.each());
        tries.set(0);
        long begin = System.nanoTime();
        CompletableFuture<Double> back = CompletableFuture.supplyAsync(() -> {
            followers.forEach(Follower::cut);
            followers.forEach(follower -> Thread.startVirtualThread(follower::comeBack));
            try {
                Wait.until("streams back", BACK, () -> allOpen(followers));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return (System.nanoTime() - begin) / 1e9;
        });
        Figures meanwhile = paced.sendUntil(back::isDone);
        Wait.until(
                "lines came",
                LAST_LINES,
                () -> hasProblem() || followers.stream().allMatch(Follower::hasAllLines));
        if (hasProblem()) {
            throw new IllegalStateException(problems.size() + " streams differ, first " + problems.getFirst());
        }
        api.verify(sessions);
        String what = String.format(Locale.ROOT, "reconnect storm of %,d streams", followers.size());
        return List.of(
                new Row(
                        what + ", until all are back",
                        String.format(Locale.ROOT, "%,d connections were made", tries.get()),
                        "",
                        back.get(),
                        "s",
                        Bar.atMost(30)),
                Row.p99(what + ", relays meanwhile", meanwhile, "before: " + before.times(), Bar.atMost(100)));
    }

    /** Each stream counts once, however often it came back, and only while it is open. */
    private static boolean allOpen(List<Follower> followers) {
        return followers.stream().allMatch(Follower::isOpen);
    }

    private synchronized boolean hasProblem() {
        return !problems.isEmpty();
    }

    private synchronized void add(String problem) {
        problems.add(problem);
    }

    /** A reader that comes back. */
    private final class Follower {
        private final URI url;
        private final Session session;
        private EventReader reader;
        private int connection;
        private boolean open;
        private int pause;
        private long last;
        private int lines;

        private Follower(URI url, Session session) {
            this.url = url;
            this.session = session;
        }

        private synchronized void cut() {
            connection++;
            open = false;
            if (reader != null) {
                reader.close();
            }
        }

        private synchronized boolean isOpen() {
            return open;
        }

        private synchronized void opened(int number) {
            open |= number == connection;
        }

        private synchronized boolean hasAllLines() {
            return lines == session.lines();
        }

        private synchronized void connect() {
            tries.incrementAndGet();
            int number = ++connection;
            try {
                reader = EventReader.open(url, session, last, new Events(number));
            } catch (IOException e) {
                again(number, e.getMessage());
            }
        }

        /** As a browser does: when the service has said. */
        private void comeBack() {
            try {
                Thread.sleep(pause());
                connect();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized int pause() {
            return pause;
        }

        private synchronized void told(int number, int milliseconds) {
            if (number == connection) {
                pause = milliseconds;
            }
        }

        /** A refused or broken connection is tried again after a second, as a browser does. */
        private synchronized void again(int number, String why) {
            if (number == connection) {
                open = false;
                System.err.println("a stream: " + why);
                Thread.startVirtualThread(() -> {
                    try {
                        Thread.sleep(Duration.ofSeconds(1));
                        connect();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }

        private synchronized void take(int number, String seq, String type) {
            if (number != connection || seq.isEmpty()) {
                return;
            }
            long found = Long.parseLong(seq);
            if (found != last + 1) {
                add(session.id + " had event " + found + " after " + last);
            }
            last = found;
            lines += type.equals("turn") ? 1 : 0;
        }

        /** Of one connection; what comes from an earlier one does not count. */
        private final class Events implements EventReader.Events {
            private final int number;

            private Events(int number) {
                this.number = number;
            }

            @Override
            public void opened() {
                StormBenchmark.Follower.this.opened(number);
            }

            @Override
            public void retry(int pause) {
                told(number, pause);
            }

            @Override
            public void event(String seq, String type, String data) {
                take(number, seq, type);
            }

            @Override
            public void ended(String why) {
                again(number, why);
            }
        }
    }
}
