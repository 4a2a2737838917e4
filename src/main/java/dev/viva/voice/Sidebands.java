package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sideband;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.TranscriptLog;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines on which this process listens to calls: one for each session whose call is up. Thread-safe. */
public final class Sidebands implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sidebands.class);

    private final RealtimeProvider provider;
    private final CallNotes notes;
    private final Clock clock;
    private final boolean listening;
    private final ConcurrentHashMap<String, Line> lines = new ConcurrentHashMap<>();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private volatile BiConsumer<String, String> onOver = (session, call) -> {};

    /** One call, the line to it, and what its patient should have been told. */
    private record Line(String callId, Sideband sideband, Secret instructions) {}

    public Sidebands(
            RealtimeProvider provider,
            TranscriptLog transcript,
            EventHub hub,
            MetricRegistry metrics,
            Clock clock,
            boolean listening) {
        this.listening = listening;
        this.provider = provider;
        this.notes = new CallNotes(transcript, hub, this, metrics);
        this.clock = clock;
        metrics.gauge("viva.sideband.open", () -> lines::size);
    }

    /** What is called with a session and its call when the provider says that the call is over. */
    void onOver(BiConsumer<String, String> listener) {
        onOver = listener;
    }

    /** Begins to listen to a session's call, in place of the one before it. */
    void attach(String sessionId, String callId, Secret instructions) {
        if (!listening) {
            return;
        }
        var capture = new CallCapture(sessionId, notes, clock);
        Line before = lines.put(sessionId, new Line(callId, provider.observe(callId, capture), instructions));
        if (before != null) {
            before.sideband().close();
        }
    }

    /** Stops listening to one call of a session; to another that has taken its place it goes on. */
    void detach(String sessionId, String callId) {
        lines.computeIfPresent(sessionId, (id, line) -> {
            if (!line.callId().equals(callId)) {
                return line;
            }
            line.sideband().close();
            return null;
        });
    }

    /** Stops listening to a session's call. */
    void detach(String sessionId) {
        Line line = lines.remove(sessionId);
        if (line != null) {
            line.sideband().close();
        }
    }

    /** Tells the patient of a session something else from now on; nobody waits for it. */
    void instruct(String sessionId, Secret instructions) {
        lines.computeIfPresent(sessionId, (id, line) -> new Line(line.callId(), line.sideband(), instructions));
        instructAgain(sessionId);
    }

    /** Says again what the patient should have been told: when it was changed, or the line was down. */
    void instructAgain(String sessionId) {
        background.execute(() -> {
            Line line = lines.get(sessionId);
            if (line == null) {
                return;
            }
            try {
                line.sideband().update(line.instructions());
            } catch (ProviderException e) {
                log.info("instructions did not get through; they are said again with the line: {}", e.kind());
            }
        });
    }

    boolean expects(String sessionId, CallEvent.SessionChanged changed) {
        Line line = lines.get(sessionId);
        return line == null || changed.isTo(line.instructions());
    }

    void ended(String sessionId, CallEnd why) {
        Line line = lines.get(sessionId);
        if (line == null || why == CallEnd.CLOSED) {
            return;
        }
        log.info("a call is not heard any more: {}", why);
        if (why == CallEnd.OVER) {
            background.execute(() -> onOver.accept(sessionId, line.callId()));
        }
    }

    @Override
    public void close() {
        lines.keySet().forEach(this::detach);
        background.close();
    }
}
