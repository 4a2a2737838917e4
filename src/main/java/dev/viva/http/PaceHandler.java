package dev.viva.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The outermost handler: a request waits for a place, has it while the service works for it, and its client gets the
 * reply before the rest of a body that nobody wants is read. Health needs no place.
 */
final class PaceHandler extends Handler.Wrapper {
    /** How long a request may wait for a place until it is told to come back. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private static final int UNAVAILABLE = 503;

    private final @Nullable Places places;
    private final boolean lent;
    private final ConnectionsConfiguration limits;

    /**
     * @param places null where requests at a time have no bound
     * @param lent whether a place is free while its request waits for its client, which then may cost no thread
     */
    PaceHandler(Handler next, @Nullable Places places, boolean lent, ConnectionsConfiguration limits) {
        super(next);
        this.places = places;
        this.lent = lent;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Places needed = needsPlace(request) ? places : null;
        Executor executor = request.getComponents().getExecutor();
        Runnable later = () -> handleLater(request, response, callback);
        Places.Waiting waiting = needed == null ? null : needed.take(executor, later);
        if (waiting == null) {
            return handlePlaced(needed, request, response, callback);
        }
        request.getComponents().getScheduler().schedule(() -> refuse(waiting, request, response, callback), MAX_WAIT);
        return true;
    }

    /** Health is asked when the service is in trouble, and operators have a connector and threads of their own. */
    private static boolean needsPlace(Request request) {
        String path = Request.getPathInContext(request);
        boolean health = path.equals("/health") || path.startsWith("/health/");
        return !health
                && !"admin"
                        .equals(request.getConnectionMetaData().getConnector().getName());
    }

    private void handleLater(Request request, Response response, Callback callback) {
        try {
            if (!handlePlaced(places, request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception | LinkageError failure) {
            Response.writeError(request, response, callback, failure);
        }
    }

    private static void refuse(Places.Waiting waiting, Request request, Response response, Callback callback) {
        if (waiting.giveUp()) {
            Response.writeError(request, response, callback, UNAVAILABLE);
        }
    }

    private boolean handlePlaced(@Nullable Places needed, Request request, Response response, Callback callback)
            throws Exception {
        var place = new Place(needed, lent, request.getComponents().getExecutor());
        var paced = new PacedRequest(request, place, limits.bodyTimeout().toNanoseconds());
        var reply =
                new PacedResponse(paced, response, place, limits.writeTimeout().toNanoseconds());
        boolean handled = false;
        try {
            handled = super.handle(paced, reply, new End(paced, reply, place, callback));
            return handled;
        } finally {
            if (!handled) {
                place.close();
            }
        }
    }

    /** The service is done with a request; its client may not be. */
    private static final class End extends Callback.Nested {
        private final PacedRequest request;
        private final Response response;
        private final Place place;

        private End(PacedRequest request, Response response, Place place, Callback callback) {
            super(callback);
            this.request = request;
            this.response = response;
            this.place = place;
        }

        @Override
        public void succeeded() {
            if (!request.hasRest()) {
                place.close();
                super.succeeded();
            } else if (response.hasLastWrite()) {
                drain();
            } else {
                response.write(true, null, Callback.from(this::drain, this::failed));
            }
        }

        private void drain() {
            place.close();
            request.drain(super::succeeded);
        }

        @Override
        public void failed(Throwable failure) {
            place.close();
            super.failed(failure);
        }
    }
}
