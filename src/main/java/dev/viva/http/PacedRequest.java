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
 * A request whose body has a deadline and a minimum rate. After the reply, it drains the rest of the body. Thread-safe:
 * the timer and the connection call it concurrently.
 */
final class PacedRequest extends Request.Wrapper {
    /** The time before the rate counts. Within it, a bad network can resend a lost packet. */
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);
    /** No real page is slower: the longest line of the contract would take two minutes. */
    private static final long MIN_BYTES_PER_SECOND = 1024;
    /** How long the rest of a body is drained, so that the reply arrives before the connection closes. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Slot slot;
    private final long timeout;
    private final long begin = System.nanoTime();
    private long received;
    private boolean ended;
    private boolean demanded; // the connection was asked for content and has not answered yet
    private Content.@Nullable Chunk failure;
    private @Nullable Wait wait;

    PacedRequest(Request request, Slot slot, long timeoutNanos) {
        super(request);
        this.slot = slot;
        this.timeout = timeoutNanos;
    }

    /** One wait for the client. It ends when content arrives or its time has passed. */
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
        return failure != null ? failure : readChunk();
    }

    private Content.@Nullable Chunk readChunk() {
        Content.Chunk chunk = super.read();
        if (chunk != null) {
            received += chunk.remaining();
            ended |= chunk.isLast();
        }
        return chunk;
    }

    @Override
    public void demand(Runnable then) {
        if (!await(then, remainingNanos())) {
            then.run();
        }
    }

    /** Only says whether the whole body has arrived; {@link #drain} reads the rest. */
    @Override
    public synchronized boolean consumeAvailable() {
        return ended;
    }

    private synchronized long remainingNanos() {
        long byRate = GRACE + TimeUnit.SECONDS.toNanos(received) / MIN_BYTES_PER_SECOND;
        return Math.min(byRate, timeout) - (System.nanoTime() - begin);
    }

    /** Returns false when the body has already failed. */
    private boolean await(Runnable then, long nanos) {
        boolean mustDemand;
        synchronized (this) {
            if (failure != null) {
                return false;
            }
            mustDemand = startWait(new Wait(then), nanos);
        }
        if (mustDemand) {
            super.demand(Invocable.from(Invocable.getInvocationType(then), this::arrived));
        }
        return true;
    }

    private synchronized boolean startWait(Wait waiting, long nanos) {
        wait = waiting;
        waiting.timer = getComponents().getScheduler().schedule(this::expire, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        waiting.paused = slot.pause();
        boolean mustDemand = !demanded;
        demanded = true;
        return mustDemand;
    }

    private void arrived() {
        Wait waited;
        synchronized (this) {
            demanded = false;
            waited = wait;
            wait = null;
        }
        resume(waited);
    }

    private void expire() {
        Wait waited;
        synchronized (this) {
            waited = wait;
            wait = null;
            if (waited != null && failure == null) {
                failure = Content.Chunk.from(new TimeoutException("the body arrived too slowly"), true);
            }
        }
        resume(waited);
    }

    private void resume(@Nullable Wait waited) {
        if (waited == null) {
            return;
        }
        if (waited.timer != null) {
            waited.timer.cancel();
        }
        if (waited.paused) {
            slot.resume(waited.then);
        } else {
            waited.then.run();
        }
    }

    /** Whether the client may still send a body that is no longer needed. */
    synchronized boolean hasRest() {
        boolean announced = getLength() > 0 || getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        // After the reply, a client that waits for 100 Continue must not receive it.
        boolean waits = received == 0 && getHeaders().contains(HttpHeader.EXPECT);
        return announced && !ended && !waits;
    }

    /** Discards the rest for a short time, then continues. The reply was sent and the slot is free. */
    void drain(Runnable then) {
        new Drain(then).read();
    }

    private final class Drain {
        private final Runnable then;
        private final long end = System.nanoTime() + DRAIN_NANOS;
        private long remaining = BodyLimit.MAX_DRAINED_BYTES;

        private Drain(Runnable then) {
            this.then = then;
        }

        private void read() {
            if (isDrained()) {
                then.run();
                return;
            }
            boolean mustDemand;
            synchronized (PacedRequest.this) {
                failure = null; // the failure of the body does not matter any more
                mustDemand = startWait(new Wait(this::read), end - System.nanoTime());
            }
            if (mustDemand) {
                PacedRequest.super.demand(
                        Invocable.from(Invocable.InvocationType.NON_BLOCKING, PacedRequest.this::arrived));
            }
        }

        /** Discards the available content. Returns false when more may arrive. */
        private boolean isDrained() {
            synchronized (PacedRequest.this) {
                while (System.nanoTime() - end < 0 && remaining > 0) {
                    Content.Chunk chunk = demanded ? null : readChunk();
                    if (chunk == null) {
                        return false;
                    }
                    remaining -= chunk.remaining();
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
