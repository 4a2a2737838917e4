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
import java.util.Set;
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
 * One connection of a sideband: messages arrive on the client's threads, events wait here for the sideband's thread. The
 * last event is always {@link Detached}. Thread-safe. Public because Jetty finds its methods by reflection.
 */
// A failed close message does not matter.
@SuppressWarnings("FutureReturnValueIgnored")
public final class SidebandSocket implements Session.Listener.AutoDemanding {
    /** Maximum bytes of one message; the longest useful one repeats the instructions. */
    static final int MAX_MESSAGE = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final LinkedBlockingQueue<CallEvent> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final int capacity;
    private final LongAdder ignored;
    private final EventReader reader;

    private volatile @Nullable Session socket;
    private volatile @Nullable PendingUpdate update;
    /** Members of the transcription that somebody else set, which the next update empties. */
    private volatile Set<String> steering = Set.of();

    private volatile boolean responsive = true;

    SidebandSocket(int capacity, LongAdder ignored, FunctionCalls functions) {
        this.capacity = capacity;
        this.ignored = ignored;
        this.reader = new EventReader(ignored, functions);
    }

    /** The next event; null if none arrives in that time. */
    @Nullable
    CallEvent poll(long nanos) throws InterruptedException {
        return inbox.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the connection if nothing arrived since the last ping; otherwise sends another. */
    void ping() {
        Session open = socket;
        if (!responsive || open == null) {
            end(Cause.SILENT);
            return;
        }
        responsive = false;
        // A ping that cannot be sent is not answered either, so its failure needs no callback.
        open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    }

    /** The caller makes sure that there is one update at a time. */
    void update(CallRules rules, Duration timeout) {
        var pending = new PendingUpdate(rules, steering);
        update = pending;
        try {
            Session open = socket;
            if (open == null || ended.get()) {
                throw ProviderException.unreached("the sideband is disconnected");
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
     * @throws ProviderException if the connection is down; delivery is not confirmed
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

    /** Whether the handshake was done. */
    boolean isOpened() {
        return socket != null;
    }

    /** The handshake is done; Jetty's own call may come later. */
    void opened(Session open) {
        socket = open;
        if (ended.get()) {
            open.disconnect();
        }
    }

    /** Closes normally, whether or not the other side answers. */
    void leave() {
        Session open = finish(Cause.CLOSED);
        if (open != null) {
            var closed = new Callback.Completable();
            open.close(StatusCode.NORMAL, null, closed);
            closed.orTimeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((done, failure) -> open.disconnect());
        }
    }

    /** Ends the connection; the first cause counts. */
    void end(Cause cause) {
        Session open = finish(cause);
        if (open != null && cause != Cause.CLOSED) { // Jetty answers a close itself
            open.disconnect();
        }
    }

    /** The socket to close; only for the first caller. */
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
            pending.fail("the sideband was disconnected");
        }
        return socket;
    }

    @Override
    public void onWebSocketOpen(Session open) {
        opened(open);
    }

    @Override
    public void onWebSocketText(String message) {
        responsive = true;
        take(message);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        responsive = true;
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
        } catch (JsonProcessingException e) {
            ignored.increment();
            return;
        }
        PendingUpdate pending = update;
        if (pending != null && pending.refusedBy(read)) {
            return;
        }
        synchronized (reader) {
            for (CallEvent event : reader.read(read)) {
                if (keep(event) && event instanceof SessionChanged changed) {
                    changed(changed, pending);
                }
            }
        }
    }

    private void changed(SessionChanged changed, @Nullable PendingUpdate pending) {
        steering = changed.transcription().steering();
        if (pending != null) {
            pending.changed(changed);
        }
    }

    private boolean keep(CallEvent event) {
        if (event.partial() && inbox.size() > capacity / 2) {
            return false;
        }
        if (inbox.size() >= capacity) {
            end(Cause.OVERFLOW);
        }
        return !ended.get() && inbox.add(event);
    }
}
