package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Api.Line;
import dev.viva.soak.benchmark.Api.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Relays at a fixed rate. Each is sent when it is due, whether earlier ones were answered or not, and timed from then,
 * so the figures include the delay of a service that falls behind. Like a class of browsers, it has a bounded number of
 * connections; what finds none free waits, and its time goes on.
 */
final class Paced {
    /** Four for each of 64 students. */
    private static final int AT_ONCE = 256;

    private final Api api;
    private final List<Session> sessions;
    private final int rate;
    private final boolean patient;
    private final AtomicInteger sentAgain = new AtomicInteger();
    /** By {@link #key}. */
    private final ConcurrentHashMap<String, Relayed> relayed = new ConcurrentHashMap<>();

    /** When a line was sent for the first time, and when it was acknowledged. */
    record Relayed(long sent, long acknowledged) {}

    private int turn;

    /** @param rate relays per second, one session after the other */
    Paced(Api api, List<Session> sessions, int rate) {
        this(api, sessions, rate, false);
    }

    private Paced(Api api, List<Session> sessions, int rate, boolean patient) {
        this.patient = patient;
        this.api = api;
        this.sessions = List.copyOf(sessions);
        this.rate = rate;
    }

    /** Sends a line again that was not acknowledged: a full machine slows a run and does not fail it. */
    static Paced patient(Api api, List<Session> sessions, int rate) {
        return new Paced(api, sessions, rate, true);
    }

    /** How often lines were sent again. */
    int sentAgain() {
        return sentAgain.get();
    }

    static String key(Session session, String item) {
        return session.id + ' ' + item;
    }

    /** The acknowledged lines. */
    ConcurrentHashMap<String, Relayed> relayed() {
        return relayed;
    }

    Figures send(Duration time) throws InterruptedException, ExecutionException {
        long count = time.toMillis() * rate / 1000;
        return send(() -> turn >= count);
    }

    /** At least one second, and until it is so. */
    Figures sendUntil(BooleanSupplier enough) throws InterruptedException, ExecutionException {
        return send(() -> turn >= rate && enough.getAsBoolean());
    }

    private Figures send(BooleanSupplier enough) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        List<Future<Long>> relays = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (turn = 0; !enough.getAsBoolean(); turn++) {
                long due = begin + TimeUnit.SECONDS.toNanos(1) * turn / rate;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                Session session = sessions.get(turn % sessions.size());
                relays.add(threads.submit(() -> relay(session, due)));
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        long[] nanos = new long[relays.size()];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = relays.get(i).get();
        }
        return Figures.of(nanos, took);
    }

    /** @return the nanoseconds since it was due, or 0 if it failed */
    private long relay(Session session, long due) throws IOException, InterruptedException {
        int line = session.next();
        long sent = System.nanoTime();
        if (patient) {
            api.relayUntilStored(session, line, sentAgain::incrementAndGet);
        } else if (!api.relayNew(session, line)) {
            return 0;
        }
        long now = System.nanoTime();
        relayed.put(key(session, Line.usual(line).item()), new Relayed(sent, now));
        return now - due;
    }
}
