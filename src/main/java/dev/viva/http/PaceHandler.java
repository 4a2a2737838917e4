package dev.viva.http;

import com.codahale.metrics.Counter;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The outermost handler. A request waits for a slot and occupies it while the service works on it. The client gets its
 * reply before the unread rest of its body is drained. Health needs no slot.
 */
final class PaceHandler extends Handler.Wrapper {
    /** How long a request may wait for a slot before it is answered with 503. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    /** How long a reply may wait for its client in all, beside the time of its bytes. */
    private static final Duration MAX_READING = Duration.ofMinutes(2);

    private static final int UNAVAILABLE = 503;

    private final @Nullable Slots slots;
    private final boolean lent;
    private final ConnectionsConfiguration limits;
    private final Counter refused;

    /**
     * @param slots null when the number of concurrent requests has no bound
     * @param lent whether a request releases its slot while it waits for its client; it must then block no platform
     *     thread
     * @param refused counts requests that found no slot in time
     */
    PaceHandler(Handler next, @Nullable Slots slots, boolean lent, ConnectionsConfiguration limits, Counter refused) {
        super(next);
        this.slots = slots;
        this.lent = lent;
        this.limits = limits;
        this.refused = refused;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Slots needed = needsSlot(request) ? slots : null;
        Executor executor = request.getComponents().getExecutor();
        Runnable later = () -> handleLater(request, response, callback);
        Slots.Waiting waiting = needed == null ? null : needed.take(executor, later);
        if (waiting == null) {
            return handleInSlot(needed, request, response, callback);
        }
        request.getComponents().getScheduler().schedule(() -> refuse(waiting, request, response, callback), MAX_WAIT);
        return true;
    }

    /** Health must answer when the service is overloaded. Operators have a connector and threads of their own. */
    private static boolean needsSlot(Request request) {
        String path = Request.getPathInContext(request);
        boolean health = path.equals("/health") || path.startsWith("/health/");
        return !health
                && !"admin"
                        .equals(request.getConnectionMetaData().getConnector().getName());
    }

    private void handleLater(Request request, Response response, Callback callback) {
        try {
            if (!handleInSlot(slots, request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception | LinkageError failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    private void refuse(Slots.Waiting waiting, Request request, Response response, Callback callback) {
        if (waiting.giveUp()) {
            refused.inc();
            Response.writeError(request, response, callback, UNAVAILABLE);
        }
    }

    private boolean handleInSlot(@Nullable Slots needed, Request request, Response response, Callback callback)
            throws Exception {
        var slot = new Slot(needed, lent, request.getComponents().getExecutor());
        var paced = new PacedRequest(request, slot, limits.bodyTimeout().toNanoseconds());
        long oneWrite = limits.writeTimeout().toNanoseconds();
        var reply = new PacedResponse(paced, response, slot, oneWrite, MAX_READING.toNanos());
        boolean handled = false;
        try {
            handled = super.handle(paced, reply, new End(paced, reply, slot, callback));
            return handled;
        } finally {
            if (!handled) {
                slot.close();
            }
        }
    }

    /** Runs when the service has finished a request; the client may still be sending its body. */
    private static final class End extends Callback.Nested {
        private final PacedRequest request;
        private final Response response;
        private final Slot slot;

        private End(PacedRequest request, Response response, Slot slot, Callback callback) {
            super(callback);
            this.request = request;
            this.response = response;
            this.slot = slot;
        }

        @Override
        public void succeeded() {
            if (!request.hasRest()) {
                slot.close();
                super.succeeded();
            } else if (response.hasLastWrite()) {
                drain();
            } else {
                response.write(true, null, Callback.from(this::drain, this::failed));
            }
        }

        private void drain() {
            slot.close();
            request.drain(super::succeeded);
        }

        @Override
        public void failed(Throwable failure) {
            slot.close();
            super.failed(failure);
        }
    }
}
