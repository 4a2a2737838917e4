package dev.viva.transcript;

import dev.viva.model.PartialLine;
import dev.viva.model.SessionEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One follower of a session: a flag that there is news, and the latest partial lines. Thread-safe. */
final class Subscription implements AutoCloseable {
    /** Beyond either, the oldest partial line is dropped: nobody depends on one. */
    private static final int MAX_PARTIALS = 16;

    private static final int MAX_CHARACTERS = 40_000;

    private final boolean observer;
    private final Consumer<Subscription> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final ArrayDeque<Partial> partials = new ArrayDeque<>();
    private boolean woken;
    private long wokenAt; // by System.nanoTime: the first wake since news was taken
    private boolean shut;
    private volatile long sent; // the last event that the follower has

    /**
     * The result of a wait.
     *
     * @param shut whether the stream must end
     * @param quiet whether the time passed without news
     * @param wokenAt when the log got new events, by {@link System#nanoTime}; null if it got none
     */
    record News(boolean shut, boolean quiet, @Nullable Long wokenAt, List<Partial> partials) {}

    /** A partial line for all followers of its session: the first one who sends it encodes it. */
    static final class Partial {
        private final SessionEvent event;
        private final PartialLine line;
        private @Nullable String frame;

        /** @param line of the event */
        Partial(SessionEvent event, PartialLine line) {
            this.event = event;
            this.line = line;
        }

        PartialLine line() {
            return line;
        }

        synchronized String frame(Function<SessionEvent, String> encoding) {
            if (frame == null) {
                frame = encoding.apply(event);
            }
            return frame;
        }
    }

    Subscription(boolean observer, Consumer<Subscription> onClose) {
        this.observer = observer;
        this.onClose = onClose;
    }

    /** Whether it is an observer's. */
    boolean observer() {
        return observer;
    }

    void wake() {
        signal(() -> {
            if (!woken) {
                wokenAt = System.nanoTime();
            }
            woken = true;
        });
    }

    /** Wakes a follower that does not have the log's last event. */
    void wakeIfBehind(long lastSeq) {
        if (sent < lastSeq) {
            wake();
        }
    }

    /** The follower has every event up to this one. */
    void sent(long seq) {
        sent = seq;
    }

    void shut() {
        signal(() -> shut = true);
    }

    /** Takes a partial line in place of an earlier one of the same item. */
    void offer(Partial partial) {
        signal(() -> {
            partials.removeIf(
                    earlier -> earlier.line().itemId().equals(partial.line().itemId()));
            partials.addLast(partial);
            while (partials.size() > MAX_PARTIALS || (characters() > MAX_CHARACTERS && partials.size() > 1)) {
                partials.removeFirst();
            }
        });
    }

    private int characters() {
        return partials.stream().mapToInt(each -> each.line().text().length()).sum();
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

    /** Waits up to a maximum time for news, and takes it. */
    News await(Duration maxWait) throws InterruptedException {
        lock.lock();
        try {
            long remaining = maxWait.toNanos();
            while (!woken && !shut && partials.isEmpty() && remaining > 0) {
                remaining = news.awaitNanos(Math.min(remaining, TimeUnit.DAYS.toNanos(1)));
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
