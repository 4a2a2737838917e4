package dev.viva.voice.sideband;

import dev.viva.examination.VoiceFunctions;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.Sideband;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the functions that the patient's voice calls in one call, in the background: the sideband goes on reading.
 * Output that could not be sent, and a refused wish that the patient speaks, are sent when the sideband is attached
 * again, or when a response has ended. Thread-safe.
 */
final class FunctionAnswers {
    private static final Logger log = LoggerFactory.getLogger(FunctionAnswers.class);

    private final String sessionId;
    private final VoiceFunctions functions;
    private final Supplier<@Nullable Sideband> sideband;
    private final Executor background;
    private final Phaser running = new Phaser(1); // the party is finish()
    private final Map<String, String> unsent = new LinkedHashMap<>(); // guarded by this
    private @Nullable String asked; // the latest wish that the patient speaks; guarded by this
    private boolean refused; // whether that one was refused; guarded by this

    FunctionAnswers(
            String sessionId, VoiceFunctions functions, Supplier<@Nullable Sideband> sideband, Executor background) {
        this.sessionId = sessionId;
        this.functions = functions;
        this.sideband = sideband;
        this.background = background;
    }

    void called(List<FunctionCall> calls) {
        inBackground(() -> {
            var outputs = new LinkedHashMap<String, String>();
            calls.forEach(call -> outputs.put(call.callId(), functions.answer(sessionId, call)));
            keep(outputs);
            send();
        });
    }

    void attached() {
        inBackground(this::send);
    }

    void responseDone() {
        if (isWaiting()) {
            inBackground(this::send);
        }
    }

    private void inBackground(Runnable task) {
        running.register();
        background.execute(() -> {
            try {
                task.run();
            } finally {
                running.arriveAndDeregister();
            }
        });
    }

    /** Waits for the answers in the making, which takes seconds at most: nobody else sends them. */
    void finish() {
        running.arriveAndAwaitAdvance();
    }

    /**
     * The provider takes one response at a time: the student may have spoken before the output was there.
     *
     * @param wish the refused one, which may be the page's own
     */
    synchronized void refused(@Nullable String wish) {
        refused |= asked != null && asked.equals(wish);
    }

    private synchronized void keep(Map<String, String> outputs) {
        unsent.putAll(outputs);
    }

    private synchronized boolean isWaiting() {
        return !unsent.isEmpty() || refused;
    }

    private synchronized void send() {
        Sideband open = sideband.get();
        if (open == null || !isWaiting()) {
            return;
        }
        try {
            asked = open.answer(Map.copyOf(unsent));
            refused = false;
            unsent.clear();
        } catch (ProviderException e) {
            log.info("sideband: the output of a function was not sent, retrying: {}", e.kind());
        }
    }
}
