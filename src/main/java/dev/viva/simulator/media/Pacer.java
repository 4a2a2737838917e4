package dev.viva.simulator.media;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ticks every 10 ms for all calls on one thread, as sound is taken in frames of 10 ms; thread-safe. */
final class Pacer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pacer.class);
    private static final long FRAME = Duration.ofMillis(10).toNanos();
    private static final long HOPELESSLY_LATE = Duration.ofMillis(200).toNanos();

    private final Set<Runnable> ticks = new CopyOnWriteArraySet<>();
    private boolean started;
    private volatile boolean closed;

    /** The thread starts with the first one. */
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
            } else if (early < -HOPELESSLY_LATE) {
                // After a long pause of the process the missed frames are gone: sent at once they would be noise.
                next = System.nanoTime();
            }
            ticks.forEach(this::tick);
        }
    }

    private void tick(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException | Error failure) {
            ticks.remove(tick);
            LOG.error("A simulated call cannot send sound any more", failure);
        }
    }
}
