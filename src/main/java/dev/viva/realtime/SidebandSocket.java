package dev.viva.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.Detached.Cause;
import dev.viva.realtime.CallEvent.SessionChanged;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a sideband: messages come in on the client's threads, events wait here for the sideband's own.
 * The last event is always {@link Detached}. Thread-safe.
 */
// What cannot be sent shows in the socket's end as well, so nobody waits for each send.
@SuppressWarnings("FutureReturnValueIgnored")
final class SidebandSocket implements WebSocket.Listener {
    /** Characters of one message; the longest that is of use repeats the instructions. */
    static final int LONGEST_MESSAGE = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final LinkedBlockingQueue<CallEvent> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final int most;
    private final LongAdder ignored;
    private final EventReader reader;

    private StringBuilder message = new StringBuilder();
    private volatile @Nullable WebSocket socket;
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
        WebSocket open = socket;
        if (!heardOf || open == null) {
            end(Cause.SILENT);
            return;
        }
        heardOf = false;
        // A ping that cannot be sent is not answered either.
        open.sendPing(ByteBuffer.allocate(0));
    }

    /** One at a time, says the caller. */
    void update(Secret instructions, Duration timeout) {
        var pending = new PendingUpdate(instructions);
        update = pending;
        try {
            WebSocket open = socket;
            if (open == null || ended.get()) {
                throw Failures.unreached("the sideband is down");
            }
            open.sendText(pending.message(), true).whenComplete((sent, failure) -> {
                if (failure != null) {
                    pending.fail(failure.getClass().getSimpleName());
                }
            });
            pending.await(timeout);
        } finally {
            update = null;
        }
    }

    /** For a connection whose handshake is done; the listener's own call can come later. */
    void opened(WebSocket open) {
        socket = open;
        if (ended.get()) {
            open.abort();
        }
    }

    /** Says goodbye, and leaves whether or not the other side answers. */
    void leave() {
        WebSocket open = finish(Cause.CLOSED);
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((closed, failure) -> open.abort());
        }
    }

    /** The first cause counts. */
    void end(Cause cause) {
        WebSocket open = finish(cause);
        if (open != null && cause != Cause.CLOSED) { // a close is answered by the client itself
            open.abort();
        }
    }

    /** The socket to be closed, for the first who asks. */
    private @Nullable WebSocket finish(Cause cause) {
        if (!ended.compareAndSet(false, true)) {
            return null;
        }
        inbox.add(new Detached(cause));
        PendingUpdate pending = update;
        if (pending != null) {
            pending.fail("the sideband went down");
        }
        return socket;
    }

    @Override
    public void onOpen(WebSocket open) {
        opened(open);
        open.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
        heardOf = true;
        if (message.length() + piece.length() > LONGEST_MESSAGE) {
            end(Cause.TOO_LONG);
            return null;
        }
        message.append(piece);
        if (last) {
            String whole = message.toString();
            message = new StringBuilder();
            take(whole);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        return sign(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
        return sign(from);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        return sign(from);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end(Cause.CLOSED);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end(Cause.DROPPED);
    }

    private @Nullable CompletionStage<?> sign(WebSocket from) {
        heardOf = true;
        from.request(1);
        return null;
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
        CallEvent event = reader.read(read);
        if (event != null && keep(event) && event instanceof SessionChanged changed && pending != null) {
            pending.changed(changed);
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
