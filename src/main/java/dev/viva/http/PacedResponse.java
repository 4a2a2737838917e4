package dev.viva.http;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A reply with a deadline for each write and, unless it is an event stream, one for all of them. The time between two
 * writes does not count: an event stream may be idle, but its reader must accept what is sent.
 */
final class PacedResponse extends Response.Wrapper {
    /** A write may take the timeout plus the time of its bytes at this rate, which is twice that of call audio. */
    private static final long MIN_BYTES_PER_SECOND = 8192;

    /** All writes together may take their timeout plus the time of their bytes at this rate. */
    private static final long MIN_BYTES_PER_SECOND_IN_ALL = 64 * 1024;

    private static final int MAX_BYTES_AT_ONCE = 32 * 1024;

    private final Slot slot;
    private final long timeoutNanos;
    private final long inAllNanos;
    // One write at a time:
    private long written;
    private long waitedNanos;

    /**
     * @param timeoutNanos how long one write may wait for the client
     * @param inAllNanos how long all writes together may wait, unless the reply is an event stream: whoever reads a
     *     little in each write's time would hold a long reply for an hour
     */
    PacedResponse(Request request, Response response, Slot slot, long timeoutNanos, long inAllNanos) {
        super(request, response);
        this.slot = slot;
        this.timeoutNanos = timeoutNanos;
        this.inAllNanos = inAllNanos;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
        if (bytes == null || bytes.remaining() <= MAX_BYTES_AT_ONCE) {
            writeAtOnce(last, bytes, callback);
            return;
        }
        if (last && !isCommitted() && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
        }
        new Slices(last, bytes, callback).iterate();
    }

    private void writeAtOnce(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
        long time = timeFor(BufferUtil.length(bytes));
        var write = new Write(callback);
        super.write(last, bytes, write);
        write.waitFor(time);
    }

    private long timeFor(int length) {
        written += length;
        long one = timeoutNanos + TimeUnit.SECONDS.toNanos(length) / MIN_BYTES_PER_SECOND;
        if (isEventStream()) {
            return one;
        }
        long all = inAllNanos + TimeUnit.SECONDS.toNanos(written) / MIN_BYTES_PER_SECOND_IN_ALL;
        return Math.clamp(all - waitedNanos, 0, one);
    }

    private boolean isEventStream() {
        String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }

    /** Splits a long write into slices. One of a megabyte would have four minutes, even if the client does not read. */
    private final class Slices extends IteratingNestedCallback {
        private final boolean last;
        private final ByteBuffer bytes;

        private Slices(boolean last, ByteBuffer bytes, Callback callback) {
            super(callback);
            this.last = last;
            this.bytes = bytes;
        }

        @Override
        protected Action process() {
            if (!bytes.hasRemaining()) {
                return Action.SUCCEEDED;
            }
            int length = Math.min(bytes.remaining(), MAX_BYTES_AT_ONCE);
            ByteBuffer slice = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            writeAtOnce(last && !bytes.hasRemaining(), slice, this);
            return Action.SCHEDULED;
        }
    }

    /** One write. Nearly all finish at once and need no timer. */
    private final class Write extends Callback.Nested {
        private boolean done; // guarded by this
        private boolean paused; // guarded by this
        private long began; // guarded by this
        private Scheduler.@Nullable Task timer; // guarded by this

        private Write(Callback callback) {
            super(callback);
        }

        private synchronized void waitFor(long nanos) {
            if (!done) {
                began = System.nanoTime();
                timer = getRequest().getComponents().getScheduler().schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
                paused = slot.pause();
            }
        }

        /** Closes the connection: it cannot be used after half of a reply. */
        private void expire() {
            EndPoint client =
                    getRequest().getConnectionMetaData().getConnection().getEndPoint();
            client.close(new TimeoutException("the client did not read"));
        }

        @Override
        public void succeeded() {
            finish(super::succeeded);
        }

        @Override
        public void failed(Throwable failure) {
            finish(() -> super.failed(failure));
        }

        private void finish(Runnable then) {
            boolean wasPaused;
            synchronized (this) {
                done = true;
                wasPaused = paused;
                if (timer != null) {
                    timer.cancel();
                    waitedNanos += System.nanoTime() - began;
                }
            }
            if (wasPaused) {
                slot.resume(then);
            } else {
                then.run();
            }
        }
    }
}
