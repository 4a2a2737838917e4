package dev.viva.simulator.media;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that ticks every 10 ms for all calls, since sound is sent in frames of 10 ms; thread-safe. */
final class Pacer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pacer.class);
    private static final long FRAME = Duration.ofMillis(10).toNanos();
    private static final long MAX_LAG = Duration.ofMillis(200).toNanos();

    private final Set<Runnable> ticks = new CopyOnWriteArraySet<>();
    private boolean started;
    private volatile boolean closed;

    /** The first tick starts the thread. */
    synchronized void add(Runnable tick) {
        ticks.add(tick);
        if (!started) {
            started = true;
            Thread thread = new Thread(this::loop, "simulator-pacer");
            thread.setDaemon(true);
            thread.start();
        }
    }

    void remove(Runnable tick) {
        ticks.remove(tick);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void loop() {
        long next = System.nanoTime();
        while (!closed) {
            next += FRAME;
            long early = next - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
            } else if (early < -MAX_LAG) {
                // After a long pause of the process the missed frames are dropped: sent together they would be noise.
                next = System.nanoTime();
            }
            ticks.forEach(this::tick);
        }
    }

    private void tick(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException | Error e) {
            ticks.remove(tick);
            log.error("simulator: a call can no longer send sound", e);
        }
    }
}
