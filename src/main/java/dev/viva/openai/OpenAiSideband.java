package dev.viva.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.Sideband;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one call. A virtual thread connects, delivers events, pings and reconnects until the call has ended. A
 * WebSocket close alone does not end the call (a proxy may have closed it); repeated 404s on reconnect do ({@link
 * NotFoundRule}). A rejected key is retried like any other failure.
 */
final class OpenAiSideband implements Sideband {
    /** Opens a WebSocket to the call. */
    @FunctionalInterface
    interface Connector {
        CompletableFuture<Session> open(Session.Listener listener);
    }

    private static final Logger log = LoggerFactory.getLogger(OpenAiSideband.class);
    /** How long a closed sideband delivers what had arrived; a listener waits while the database is out. */
    private static final Duration MAX_REST = Duration.ofSeconds(5);

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_REPLY = 0;
    private static final int TIMED_OUT = -1;
    private static final int NOT_FOUND = 404;

    private final Connector connector;
    private final CallListener listener;
    private final SidebandSettings settings;
    private final LongAdder ignored;
    private final ProviderObserver observer;
    private final FunctionCalls functions = new FunctionCalls();
    private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
    private final ReentrantLock updating = new ReentrantLock();
    private volatile @Nullable SidebandSocket attached;

    OpenAiSideband(
            Connector connector,
            CallListener listener,
            SidebandSettings settings,
            LongAdder ignored,
            ProviderObserver observer) {
        this.observer = observer;
        this.connector = connector;
        this.listener = listener;
        this.settings = settings;
        this.ignored = ignored;
    }

    /** @param whenEnded called on the sideband's thread, before the listener */
    void start(Consumer<OpenAiSideband> whenEnded) {
        Thread.ofVirtual().name("sideband").start(() -> run(whenEnded));
    }

    @Override
    public void update(CallRules rules) {
        boolean mine = false;
        try {
            mine = updating.tryLock(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            SidebandSocket socket = attached;
            if (!mine || socket == null) {
                throw ProviderException.unreached(
                        mine ? "the sideband is disconnected" : "another update takes too long");
            }
            socket.update(rules, settings.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderException.unreached("interrupted");
        } finally {
            if (mine) {
                updating.unlock();
            }
        }
    }

    @Override
    public String answer(Map<String, String> outputs) {
        SidebandSocket socket = attached;
        if (socket == null) {
            throw ProviderException.unreached("the sideband is disconnected");
        }
        Tools.outputs(outputs).forEach(socket::send);
        String eventId = "viva_" + UUID.randomUUID().toString().replace('-', '_'); // as EventReader takes it
        socket.send(JsonNodeFactory.instance
                .objectNode()
                .put("type", "response.create")
                .put("event_id", eventId)
                .toString());
        return eventId;
    }

    @Override
    public void close() {
        closing.complete(null);
        SidebandSocket socket = attached;
        if (socket != null) {
            socket.leave();
        }
    }

    private void run(Consumer<OpenAiSideband> whenEnded) {
        CallEnd why = CallEnd.LOST;
        try {
            why = follow();
        } catch (InterruptedException e) {
            why = CallEnd.CLOSED;
        } finally {
            whenEnded.accept(this);
            CallEnd end = why;
            report("the end", () -> listener.ended(end));
        }
    }

    private CallEnd follow() throws InterruptedException {
        long giveUpAt = System.nanoTime() + settings.lifetime().toNanos();
        NotFoundRule.Count notFound = settings.notFound().count();
        int failures = 0;
        while (!closing.isDone()) {
            if (System.nanoTime() - giveUpAt > 0) {
                return CallEnd.LOST;
            }
            var socket = new SidebandSocket(settings.queue(), ignored, functions);
            int status = observed(socket);
            if (status == NOT_FOUND && confirmsEnd(notFound)) {
                return CallEnd.ENDED;
            }
            if (status == SWITCHING_PROTOCOLS) {
                notFound.found();
            }
            failures = status == SWITCHING_PROTOCOLS && deliverUntilDetached(socket) ? 1 : failures + 1;
            pause(notFound.pause(settings.backoff().pause(failures)));
        }
        return CallEnd.CLOSED;
    }

    private boolean confirmsEnd(NotFoundRule.Count notFound) {
        boolean confirmed = notFound.notFound();
        if (notFound.isFirst() && !confirmed) {
            log.info(
                    "sideband: provider answered 404 (no such call); retrying for {}",
                    settings.notFound().duration());
        }
        return confirmed;
    }

    private int observed(SidebandSocket socket) throws InterruptedException {
        long begun = System.nanoTime();
        int status = open(socket);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (status == SWITCHING_PROTOCOLS) {
            observer.succeeded(Operation.SIDEBAND, took);
        } else if (!closing.isDone()) {
            observer.failed(Operation.SIDEBAND, status == TIMED_OUT ? Kind.TIMEOUT : Kind.ofStatus(status), null, took);
        }
        return status;
    }

    /** The status of the handshake, or why there was none. */
    private int open(SidebandSocket socket) throws InterruptedException {
        CompletableFuture<Session> opening = connector.open(socket);
        try {
            CompletableFuture.anyOf(opening, closing).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!closing.isDone()) {
                socket.opened(opening.join());
            } else if (!socket.isOpened()) { // else events may have arrived, which are delivered
                socket.end(Detached.Cause.DROPPED);
                return NO_REPLY;
            }
            return SWITCHING_PROTOCOLS;
        } catch (TimeoutException e) {
            socket.end(Detached.Cause.DROPPED);
            return TIMED_OUT;
        } catch (ExecutionException e) {
            int status = e.getCause() instanceof UpgradeException refused
                    ? Math.max(refused.getResponseStatusCode(), NO_REPLY)
                    : NO_REPLY;
            return status == NO_REPLY && ErrorReplies.isLate(e) ? TIMED_OUT : status;
        }
    }

    private boolean deliverUntilDetached(SidebandSocket socket) throws InterruptedException {
        attached = socket;
        if (closing.isDone()) {
            socket.leave(); // closed before there was a connection
        }
        try {
            return deliver(socket);
        } finally {
            attached = null;
        }
    }

    /** Delivers until the connection ends. True if it was a good one: something arrived, or it lasted until a ping. */
    private boolean deliver(SidebandSocket socket) throws InterruptedException {
        boolean good = false;
        long pingAt = System.nanoTime() + settings.ping().toNanos();
        report(new Attached());
        askForFunctions(socket);
        while (!closing.isDone()) {
            CallEvent event = socket.poll(Math.max(0, pingAt - System.nanoTime()));
            if (event instanceof Detached && closing.isDone()) {
                return good;
            }
            if (event != null) {
                report(event);
            }
            if (event instanceof Detached detached) {
                log.debug("sideband: disconnected ({})", detached.cause());
                return good;
            }
            good |= event != null;
            if (System.nanoTime() - pingAt >= 0) {
                socket.ping();
                good = true;
                pingAt = System.nanoTime() + settings.ping().toNanos();
            }
        }
        deliverRest(socket);
        return good;
    }

    /** Delivers what had arrived before the sideband was closed: nobody else may have received it. */
    private void deliverRest(SidebandSocket socket) throws InterruptedException {
        socket.leave();
        long until = System.nanoTime() + MAX_REST.toNanos();
        for (long left = MAX_REST.toNanos(); left > 0; left = until - System.nanoTime()) {
            CallEvent event = socket.poll(left);
            if (event == null || event instanceof Detached) {
                return;
            }
            report(event);
        }
    }

    /** Asks what became of the functions that were being called when the connection before was lost. */
    private void askForFunctions(SidebandSocket socket) {
        try {
            functions.undecided().stream().map(Tools::retrieval).forEach(socket::send);
        } catch (ProviderException e) {
            log.debug("sideband: disconnected again"); // the next connection asks
        }
    }

    private void report(CallEvent event) {
        report(event.getClass().getSimpleName(), () -> listener.on(event));
    }

    /** A failing listener must not lose later events. The failure's message is not logged: it may contain text. */
    private static void report(String what, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("sideband: listener failed on {}: {}", what, e.getClass().getName());
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        try {
            closing.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.trace("sideband: reconnecting");
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing does not fail", e);
        }
    }
}
