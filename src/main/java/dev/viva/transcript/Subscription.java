package dev.viva.transcript;

import dev.viva.model.SessionEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One follower of a session: a flag that there is news, and the latest partial lines. Thread-safe. */
final class Subscription implements AutoCloseable {
    /** Partial lines beyond this are superseded before anybody could read them: the oldest goes. */
    private static final int MAX_PARTIALS = 16;

    private final Consumer<Subscription> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<SessionEvent> partials = new ArrayDeque<>();
    private boolean woken;
    private long wokenAt; // by System.nanoTime, the first time since news were taken
    private boolean shut;

    /**
     * What a wait brought.
     *
     * @param shut the service is going down
     * @param quiet the time was up before anything happened
     * @param wokenAt when there was something new in the log, by {@link System#nanoTime}; null when nobody said so
     */
    record News(boolean shut, boolean quiet, @Nullable Long wokenAt, List<SessionEvent> partials) {}

    Subscription(Consumer<Subscription> onClose) {
        this.onClose = onClose;
    }

    void wake() {
        signal(() -> {
            if (!woken) {
                wokenAt = System.nanoTime();
            }
            woken = true;
        });
    }

    void shut() {
        signal(() -> shut = true);
    }

    void offer(SessionEvent partial) {
        signal(() -> {
            if (partials.size() == MAX_PARTIALS) {
                partials.removeFirst();
            }
            partials.addLast(partial);
        });
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for news, at most so long, and takes it. */
    News await(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!woken && !shut && partials.isEmpty() && left > 0) {
                left = news.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
            }
            var taken = new News(
                    shut, !woken && !shut && partials.isEmpty(), woken ? wokenAt : null, new ArrayList<>(partials));
            woken = false;
            partials.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
