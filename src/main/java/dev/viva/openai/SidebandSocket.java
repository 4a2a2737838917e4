package dev.viva.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.Detached.Cause;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a sideband: messages come in on the client's threads, events wait here for the sideband's own.
 * The last event is always {@link Detached}. Thread-safe. Public because Jetty looks for its methods from outside.
 */
// What cannot be said in farewell is not missed.
@SuppressWarnings("FutureReturnValueIgnored")
public final class SidebandSocket implements Session.Listener.AutoDemanding {
    /** Bytes of one message; the longest that is of use repeats the instructions. */
    static final int MAX_MESSAGE = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final LinkedBlockingQueue<CallEvent> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final int most;
    private final LongAdder ignored;
    private final EventReader reader;

    private volatile @Nullable Session socket;
    private volatile @Nullable PendingUpdate update;
    private volatile boolean heardOf = true;

    SidebandSocket(int most, LongAdder ignored) {
        this.most = most;
        this.ignored = ignored;
        this.reader = new EventReader(ignored);
    }

    /** The next event, or null when none comes in that time. */
    @Nullable
    CallEvent poll(long nanos) throws InterruptedException {
        return inbox.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the connection if nothing came since the last time, and else asks for a sign of life. */
    void ping() {
        Session open = socket;
        if (!heardOf || open == null) {
            end(Cause.SILENT);
            return;
        }
        heardOf = false;
        // A ping that cannot be sent is not answered either.
        open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    /** One at a time, says the caller. */
    void update(CallRules rules, Duration timeout) {
        var pending = new PendingUpdate(rules);
        update = pending;
        try {
            Session open = socket;
            if (open == null || ended.get()) {
                throw ProviderException.unreached("the sideband is down");
            }
            Callback sent = Callback.from(
                    () -> {}, failure -> pending.fail(failure.getClass().getSimpleName()));
            open.sendText(pending.message(), sent);
            pending.await(timeout);
        } finally {
            update = null;
        }
    }

    /**
     * Sends one message.
     *
     * @throws ProviderException when the connection is down; whether the message arrives is not told
     */
    void send(String message) {
        Session open = socket;
        if (open == null || ended.get()) {
            throw ProviderException.unreached("the connection is down");
        }
        open.sendText(message, Callback.from(() -> {}, failure -> end(Cause.DROPPED)));
    }

    boolean isEnded() {
        return ended.get();
    }

    /** For a connection whose handshake is done; the listener's own call can come later. */
    void opened(Session open) {
        socket = open;
        if (ended.get()) {
            open.disconnect();
        }
    }

    /** Says goodbye, and leaves whether or not the other side answers. */
    void leave() {
        Session open = finish(Cause.CLOSED);
        if (open != null) {
            var said = new Callback.Completable();
            open.close(StatusCode.NORMAL, null, said);
            said.orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((closed, failure) -> open.disconnect());
        }
    }

    /** The first cause counts. */
    void end(Cause cause) {
        Session open = finish(cause);
        if (open != null && cause != Cause.CLOSED) { // a close is answered by the client itself
            open.disconnect();
        }
    }

    /** The socket to be closed, for the first who asks. */
    private @Nullable Session finish(Cause cause) {
        if (!ended.compareAndSet(false, true)) {
            return null;
        }
        synchronized (reader) {
            inbox.addAll(reader.end());
            inbox.add(new Detached(cause));
        }
        PendingUpdate pending = update;
        if (pending != null) {
            pending.fail("the sideband went down");
        }
        return socket;
    }

    @Override
    public void onWebSocketOpen(Session open) {
        opened(open);
    }

    @Override
    public void onWebSocketText(String message) {
        heardOf = true;
        take(message);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heardOf = true;
    }

    @Override
    public void onWebSocketClose(int status, @Nullable String reason, Callback answered) {
        end(status == StatusCode.NO_CLOSE ? Cause.DROPPED : Cause.CLOSED);
        answered.succeed();
    }

    @Override
    public void onWebSocketError(Throwable failure) {
        end(failure instanceof MessageTooLargeException ? Cause.TOO_LONG : Cause.DROPPED);
    }

    private void take(String text) {
        JsonNode read;
        try {
            read = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            ignored.increment();
            return;
        }
        PendingUpdate pending = update;
        if (pending != null && pending.refusedBy(read)) {
            return;
        }
        synchronized (reader) {
            for (CallEvent event : reader.read(read)) {
                if (keep(event) && event instanceof SessionChanged changed && pending != null) {
                    pending.changed(changed);
                }
            }
        }
    }

    private boolean keep(CallEvent event) {
        if (event.partial() && inbox.size() > most / 2) {
            return false;
        }
        if (inbox.size() >= most) {
            end(Cause.OVERFLOW);
        }
        return !ended.get() && inbox.add(event);
    }
}
