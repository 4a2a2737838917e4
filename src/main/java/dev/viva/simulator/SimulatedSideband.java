package dev.viva.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's WebSocket to one call, beside the browser's data channel; thread-safe. Public because the container finds
 * its methods by reflection.
 *
 * <p>It joins the call before the handshake is answered, so that the client misses no later event. A client that does
 * not read in time is disconnected.
 */
public final class SimulatedSideband implements Session.Listener.AutoDemanding {
    /** Receives what the client sends. */
    interface Receiver {
        /** False when it sends faster than the call can follow. */
        boolean received(String message);

        void closed(SimulatedSideband sideband);
    }

    /** Of a client that is closed at once. */
    static final Receiver NOBODY = new Receiver() {
        @Override
        public boolean received(String message) {
            return true;
        }

        @Override
        public void closed(SimulatedSideband sideband) {
            // Nothing was begun for it.
        }
    };

    private static final Logger log = LoggerFactory.getLogger(SimulatedSideband.class);

    // A reply is about sixty events. With the longest of them this is about 16 MiB.
    static final int MAX_WAITING = 256;

    private static final int MAX_MESSAGE = 256 * 1024;

    // A silent sideband is normal, and a session lasts an hour.
    private static final Duration MAX_SILENCE = Duration.ofMinutes(65);

    private final Receiver receiver;
    private final Faults faults;
    private final Queue<String> early = new ArrayDeque<>();
    private @Nullable Session session;
    private @Nullable Ending ending;
    private int sent;

    SimulatedSideband(Receiver receiver, Faults faults) {
        this.faults = faults;
        this.receiver = receiver;
    }

    synchronized void send(String message) {
        if (ending != null) {
            return;
        }
        if (session != null) {
            deliver(session, message);
        } else if (early.size() < MAX_WAITING) {
            early.add(message);
        } else {
            drop();
        }
    }

    private void deliver(Session to, String message) {
        sent++;
        Callback callback =
                Callback.from(sent == faults.sidebandDropAfter() ? to::disconnect : () -> {}, failure -> drop());
        if (!faults.fragmentedFrames()) {
            to.sendText(message, callback);
            return;
        }
        int first = cut(message, message.length() / 3);
        int second = cut(message, 2 * message.length() / 3);
        to.sendPartialText(message.substring(0, first), false, Callback.NOOP);
        to.sendPartialText(message.substring(first, second), false, Callback.NOOP);
        to.sendPartialText(message.substring(second), true, callback);
    }

    /** Never between the surrogates of one character. */
    private static int cut(String message, int place) {
        return Character.isLowSurrogate(message.charAt(place)) ? place + 1 : place;
    }

    /** Closes after everything sent so far. */
    synchronized void close(Ending why) {
        if (ending == null) {
            ending = why;
            if (session != null) {
                session.close(why.code(), why.reason(), Callback.NOOP);
            }
        }
    }

    @Override
    public synchronized void onWebSocketOpen(Session opened) {
        opened.setMaxOutgoingFrames(faults.fragmentedFrames() ? 3 * MAX_WAITING : MAX_WAITING);
        opened.setMaxTextMessageSize(MAX_MESSAGE);
        opened.setIdleTimeout(MAX_SILENCE);
        session = opened;
        Ending already = ending;
        ending = null;
        early.forEach(this::send);
        early.clear();
        if (already != null) {
            close(already);
        }
    }

    @Override
    public void onWebSocketText(String message) {
        if (!receiver.received(message)) {
            drop();
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        // The client vanished or broke the protocol; onWebSocketClose follows.
        log.debug("simulator: sideband failed ({})", cause.getClass().getName());
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason) {
        receiver.closed(this);
    }

    private synchronized void drop() {
        if (ending == null && (session == null || session.isOpen())) {
            log.warn("simulator: sideband dropped: it does not read in time, or sends too much");
            ending = Ending.STOPPED;
            receiver.closed(this);
            if (session != null) {
                session.disconnect();
            }
        }
    }
}
