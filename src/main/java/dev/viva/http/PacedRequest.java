package dev.viva.http;

import dev.viva.contract.BodyLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has a deadline and a minimum rate, and what is left of it after the reply. Thread-safe: a timer
 * and the connection may call at a time.
 */
final class PacedRequest extends Request.Wrapper {
    /** What a body may take before its rate counts: a lost packet on a bad network is sent again within it. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);
    /** A body that comes slower is not that of a page: the longest line of the contract would take two minutes. */
    private static final long MIN_BYTES_PER_SECOND = 1024;
    /** How long the rest of a body is read after the reply, so that the reply arrives before the connection ends. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Place place;
    private final long timeout;
    private final long begin = System.nanoTime();
    private long received;
    private boolean ended;
    private boolean demanded; // the connection has been asked and has not answered yet
    private Content.@Nullable Chunk failure;
    private @Nullable Wait wait;

    PacedRequest(Request request, Place place, long timeoutNanos) {
        super(request);
        this.place = place;
        this.timeout = timeoutNanos;
    }

    /** One wait for the client, which ends when something comes or when its time is over. */
    private static final class Wait {
        private final Runnable then;
        private boolean paused;
        private Scheduler.@Nullable Task timer;

        private Wait(Runnable then) {
            this.then = then;
        }
    }

    @Override
    public synchronized Content.@Nullable Chunk read() {
        return failure != null ? failure : readOn();
    }

    private Content.@Nullable Chunk readOn() {
        Content.Chunk chunk = super.read();
        if (chunk != null) {
            received += chunk.remaining();
            ended |= chunk.isLast();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable then) {
        if (!await(then, patience())) {
            then.run();
        }
    }

    /** Looks whether all has come and asks the client for nothing: the rest is for {@link #drain}. */
    @Override
    public synchronized boolean consumeAvailable() {
        return ended;
    }

    private synchronized long patience() {
        long byRate = GRACE + TimeUnit.SECONDS.toNanos(received) / MIN_BYTES_PER_SECOND;
        return Math.min(byRate, timeout) - (System.nanoTime() - begin);
    }

    /** False when the body has failed already. */
    private boolean await(Runnable then, long nanos) {
        boolean ask;
        synchronized (this) {
            if (failure != null) {
                return false;
            }
            ask = listen(new Wait(then), nanos);
        }
        if (ask) {
            super.demand(Invocable.from(Invocable.getInvocationType(then), this::arrived));
        }
        return true;
    }

    private synchronized boolean listen(Wait waiting, long nanos) {
        wait = waiting;
        waiting.timer = getComponents().getScheduler().schedule(this::late, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        waiting.paused = place.pause();
        boolean ask = !demanded;
        demanded = true;
        return ask;
    }

    private void arrived() {
        Wait waited;
        synchronized (this) {
            demanded = false;
            waited = wait;
            wait = null;
        }
        goOn(waited);
    }

    private void late() {
        Wait waited;
        synchronized (this) {
            waited = wait;
            wait = null;
            if (waited != null && failure == null) {
                failure = Content.Chunk.from(new TimeoutException("the body came too slowly"), true);
            }
        }
        goOn(waited);
    }

    private void goOn(@Nullable Wait waited) {
        if (waited == null) {
            return;
        }
        if (waited.timer != null) {
            waited.timer.cancel();
        }
        if (waited.paused) {
            place.resume(waited.then);
        } else {
            waited.then.run();
        }
    }

    /** Whether the client may still send a body that nobody wants. */
    synchronized boolean hasRest() {
        boolean announced = getLength() > 0 || getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        // A client that waits for a word before it sends must not get one after the reply.
        boolean waits = received == 0 && getHeaders().contains(HttpHeader.EXPECT);
        return announced && !ended && !waits;
    }

    /** Reads the rest and throws it away, for a while, then goes on. The reply is sent and the place is free by now. */
    void drain(Runnable then) {
        new Drain(then).read();
    }

    private final class Drain {
        private final Runnable then;
        private final long end = System.nanoTime() + DRAIN_NANOS;
        private long left = BodyLimit.MAX_DRAINED_BYTES;

        private Drain(Runnable then) {
            this.then = then;
        }

        private void read() {
            if (over()) {
                then.run();
                return;
            }
            boolean ask;
            synchronized (PacedRequest.this) {
                failure = null; // that of the body; what comes now is for nobody
                ask = listen(new Wait(this::read), end - System.nanoTime());
            }
            if (ask) {
                PacedRequest.super.demand(
                        Invocable.from(Invocable.InvocationType.NON_BLOCKING, PacedRequest.this::arrived));
            }
        }

        /** Reads what is there; false when more may come. */
        private boolean over() {
            synchronized (PacedRequest.this) {
                while (System.nanoTime() - end < 0 && left > 0) {
                    Content.Chunk chunk = demanded ? null : readOn();
                    if (chunk == null) {
                        return false;
                    }
                    left -= chunk.remaining();
                    chunk.release();
                    if (ended) {
                        return true;
                    }
                }
                return true;
            }
        }
    }
}
