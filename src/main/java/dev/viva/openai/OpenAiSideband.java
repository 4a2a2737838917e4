package dev.viva.openai;

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
 * Follows one call: a virtual thread of its own connects, delivers, pings, and connects again, until the provider says
 * that the call is over. A close is not believed, for a proxy on the way may have closed. A handshake answered by 404 is
 * believed once it is repeated ({@link NotFoundRule}); an unaccepted key is tried again like any failure.
 */
final class OpenAiSideband implements Sideband {
    /** Opens a WebSocket to the call. */
    @FunctionalInterface
    interface Line {
        CompletableFuture<Session> open(Session.Listener listener);
    }

    private static final Logger log = LoggerFactory.getLogger(OpenAiSideband.class);
    private static final int SWITCHED = 101;
    private static final int UNREACHED = 0;
    private static final int LATE = -1;
    private static final int NOT_FOUND = 404;

    private final Line line;
    private final CallListener listener;
    private final SidebandSettings settings;
    private final LongAdder ignored;
    private final ProviderObserver observer;
    private final CompletableFuture<@Nullable Void> closing = new CompletableFuture<>();
    private final ReentrantLock updating = new ReentrantLock();
    private volatile @Nullable SidebandSocket attached;

    OpenAiSideband(
            Line line, CallListener listener, SidebandSettings settings, LongAdder ignored, ProviderObserver observer) {
        this.observer = observer;
        this.line = line;
        this.listener = listener;
        this.settings = settings;
        this.ignored = ignored;
    }

    /** @param whenEnded is told on the sideband's thread, before the listener */
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
                throw ProviderException.unreached(mine ? "the sideband is down" : "another update takes too long");
            }
            socket.update(rules, settings.timeout());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ProviderException.unreached("interrupted");
        } finally {
            if (mine) {
                updating.unlock();
            }
        }
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
        } catch (InterruptedException stopped) {
            why = CallEnd.CLOSED;
        } finally {
            whenEnded.accept(this);
            CallEnd end = why;
            tell("the end", () -> listener.ended(end));
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
            var socket = new SidebandSocket(settings.queue(), ignored);
            int status = observed(socket);
            if (status == NOT_FOUND && isBelieved(notFound)) {
                return CallEnd.OVER;
            }
            if (status == SWITCHED) {
                notFound.found();
            }
            failures = status == SWITCHED && stay(socket) ? 1 : failures + 1;
            rest(notFound.pause(settings.backoff().pause(failures)));
        }
        return CallEnd.CLOSED;
    }

    private boolean isBelieved(NotFoundRule.Count notFound) {
        boolean believed = notFound.notFound();
        if (notFound.isFirst() && !believed) {
            log.info(
                    "sideband: the provider says that there is no such call (404); asking again for {}",
                    settings.notFound().duration());
        }
        return believed;
    }

    private int observed(SidebandSocket socket) throws InterruptedException {
        long begun = System.nanoTime();
        int status = open(socket);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        if (status == SWITCHED) {
            observer.succeeded(Operation.SIDEBAND, took);
        } else if (!closing.isDone()) {
            observer.failed(Operation.SIDEBAND, status == LATE ? Kind.TIMEOUT : Kind.ofStatus(status), null, took);
        }
        return status;
    }

    /** The status of the handshake's reply, if there was one. */
    private int open(SidebandSocket socket) throws InterruptedException {
        CompletableFuture<Session> opening = line.open(socket);
        try {
            CompletableFuture.anyOf(opening, closing).get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (closing.isDone()) {
                socket.end(Detached.Cause.DROPPED);
                return UNREACHED;
            }
            socket.opened(opening.join());
            return SWITCHED;
        } catch (TimeoutException late) {
            socket.end(Detached.Cause.DROPPED);
            return LATE;
        } catch (ExecutionException failed) {
            return failed.getCause() instanceof UpgradeException refused
                    ? Math.max(refused.getResponseStatusCode(), UNREACHED)
                    : UNREACHED;
        }
    }

    private boolean stay(SidebandSocket socket) throws InterruptedException {
        attached = socket;
        if (closing.isDone()) {
            socket.leave(); // a close that came before there was something to leave
        }
        try {
            return deliver(socket);
        } finally {
            attached = null;
        }
    }

    /** Delivers until the connection ends. True when it was a good one: something came, or it lasted. */
    private boolean deliver(SidebandSocket socket) throws InterruptedException {
        boolean good = false;
        long pingAt = System.nanoTime() + settings.ping().toNanos();
        tell(new Attached());
        while (!closing.isDone()) {
            CallEvent event = socket.poll(Math.max(0, pingAt - System.nanoTime()));
            if (event != null && !closing.isDone()) {
                tell(event);
            }
            if (event instanceof Detached detached) {
                log.debug("a sideband went down: {}", detached.cause());
                return good;
            }
            good |= event != null;
            if (System.nanoTime() - pingAt >= 0) {
                socket.ping();
                good = true;
                pingAt = System.nanoTime() + settings.ping().toNanos();
            }
        }
        return good;
    }

    private void tell(CallEvent event) {
        tell(event.getClass().getSimpleName(), () -> listener.on(event));
    }

    /** One event that cannot be taken must not cost those that follow. The failure's message may hold words. */
    private static void tell(String what, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.error("a listener did not take {}: {}", what, e.getClass().getName());
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        try {
            closing.get(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException rested) {
            log.trace("trying again");
        } catch (ExecutionException e) {
            throw new IllegalStateException("closing does not fail", e);
        }
    }
}
