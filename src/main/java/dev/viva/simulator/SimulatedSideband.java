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
 * A server's WebSocket beside the browser's channel of one call; thread-safe. Public because the container looks for its
 * methods from outside.
 *
 * <p>It belongs to the call before the handshake is answered, so that a client misses nothing from then on. What it does
 * not read in time is not kept for it: it is dropped.
 */
public final class SimulatedSideband implements Session.Listener.AutoDemanding {
    /** The call as a sideband sees it. */
    interface Receiver {
        /** False when it sends faster than the call can follow. */
        boolean received(String message);

        void closed(SimulatedSideband sideband);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedSideband.class);

    // A reply is about sixty events; with the longest of them this is some 16 MiB.
    static final int MAX_WAITING = 256;

    private static final int MAX_MESSAGE = 256 * 1024;

    // Silence is no fault, and a session lasts an hour.
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

    /** Not between the halves of one character. */
    private static int cut(String message, int place) {
        return Character.isLowSurrogate(message.charAt(place)) ? place + 1 : place;
    }

    /** Closes after what was sent. */
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
        // The other end went away without a word, or broke the protocol; the close follows.
        LOG.debug("A sideband failed ({})", cause.getClass().getName());
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason) {
        receiver.closed(this);
    }

    private synchronized void drop() {
        if (ending == null && (session == null || session.isOpen())) {
            LOG.warn("A sideband that cannot follow its call is dropped");
            ending = Ending.STOPPED;
            receiver.closed(this);
            if (session != null) {
                session.disconnect();
            }
        }
    }
}
