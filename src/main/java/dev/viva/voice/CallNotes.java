package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.PartialLine;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Turn;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.session.RecentActivity;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes of a call's events: lines, marks, warnings and errors in the session's log, and counts. Thread-safe. */
public final class CallNotes {
    private static final Logger log = LoggerFactory.getLogger(CallNotes.class);
    /** The sideband waits meanwhile and holds what follows, so nothing is lost while the database is out for a moment. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration MAX_OUTAGE = Duration.ofMinutes(2);
    private static final int PAGE = 200;

    private final TranscriptLog transcript;
    private final EventHub hub;
    private final RecentActivity activity;
    private final Budget budget;
    private final ProviderObserver observer;
    private final MetricRegistry metrics;

    CallNotes(
            TranscriptLog transcript,
            EventHub hub,
            RecentActivity activity,
            Budget budget,
            ProviderObserver observer,
            MetricRegistry metrics) {
        this.observer = observer;
        this.transcript = transcript;
        this.hub = hub;
        this.activity = activity;
        this.budget = budget;
        this.metrics = metrics;
    }

    /** Somebody is there: something is being said. */
    void sawActivity(String sessionId) {
        activity.seen(sessionId);
    }

    void appendFromProvider(String sessionId, TranscriptLine line) {
        sawActivity(sessionId);
        if (persist(() -> transcript.appendFromProvider(sessionId, line).created())) {
            count("lines");
        }
    }

    void showPartial(String sessionId, PartialLine line) {
        hub.partial(sessionId, line);
    }

    void transcriptionFailed(String sessionId, String itemId) {
        count("not_heard");
        var error = new TranscriptError(
                itemId, "Something was said that could not be written down. Say it again, or type it.");
        persist(() -> transcript.appendError(sessionId, error));
    }

    /** Says why the patient is silent, in the log, the metrics and the session. */
    void answered(String sessionId, CallEvent.ResponseDone done) {
        Kind trouble = done.trouble();
        if (done.isComplete()) {
            observer.succeeded(Operation.RESPONSE, null);
        }
        if (trouble == null) {
            return;
        }
        count("failed_responses");
        observer.failed(Operation.RESPONSE, trouble, done.reason(), null);
        log.info("sideband: a patient's answer is {}: {} (code {})", done.status(), trouble.label(), done.reason());
        var warning = new Warning(WarningCode.PATIENT_SILENT, advice(trouble), null);
        persist(() -> transcript.appendEvent(sessionId, Events.warning(sessionId, warning)));
    }

    private static String advice(Kind trouble) {
        return switch (trouble) {
            case UNAVAILABLE, TIMEOUT, RATE_LIMITED ->
                "The voice service could not make the patient answer just now. Wait a few seconds and ask again; if the"
                        + " patient stays silent, end the encounter and tell your teacher.";
            case CONTENT_FILTER ->
                "The voice service stopped the patient's answer, since its content filter objected. Ask in other words.";
            case OUTPUT_LIMIT -> "The patient's answer was too long and was cut short. Ask about one thing at a time.";
            case QUOTA, UNAUTHORIZED, MODEL_MISSING, NOT_FOUND, REJECTED, INVALID_OFFER ->
                "The voice service does not let the patient answer, and asking again does not help. End the encounter"
                        + " and tell your teacher: the voice service's account or settings need attention.";
        };
    }

    void instructionsRewritten(String sessionId) {
        count("instructions_changed");
        log.warn("what a patient is told, or that words are written down, was changed from outside and is put back");
        var warning = new Warning(
                WarningCode.INSTRUCTIONS_CHANGED,
                "What the patient was told, or whether words are written down, was changed from outside this service."
                        + " It was put back.",
                null);
        persist(() -> transcript.appendEvent(sessionId, Events.warning(sessionId, warning)));
    }

    /** @param again whether the sideband was attached to the same call before */
    void attached(boolean again) {
        count("attached");
        if (again) {
            count("reattached");
        }
    }

    void detached(String cause) {
        count("detached");
        log.info("sideband: disconnected ({}); reconnecting unless the call has ended", cause);
    }

    void providerComplained(CallEvent.ProviderError error) {
        Kind trouble = error.trouble();
        if (trouble != null) {
            observer.failed(Operation.RESPONSE, trouble, error.code(), null);
        }
        log.info("sideband: the provider reports an error in a call: {}", error.code());
    }

    /** Marks a line as cut short; false when its words are not there yet. */
    boolean markInterrupted(String sessionId, String itemId) {
        count("interruptions");
        return persist(() -> transcript.markInterrupted(sessionId, itemId));
    }

    /** Lines of a session that were stored until a time. */
    List<Turn> turnsStoredBetween(String sessionId, long after, Instant until) {
        return transcript.turnsStoredBetween(sessionId, after, until, PAGE);
    }

    /** Marks a line that the provider never reported. */
    void markUnconfirmed(String sessionId, String itemId) {
        count("unconfirmed");
        persist(() -> transcript.markUnconfirmed(sessionId, itemId));
    }

    /** Books what the provider says that an answer took. */
    public void used(String sessionId, String callId, CallEvent.Usage usage) {
        metrics.counter("viva.provider.tokens.input").inc(usage.input());
        metrics.counter("viva.provider.tokens.cached_input").inc(usage.cachedInput());
        metrics.counter("viva.provider.tokens.output").inc(usage.output());
        if (usage.total() > 0) {
            persist(() -> budget.used(sessionId, callId, usage.total()));
        }
    }

    private void count(String what) {
        metrics.counter("viva.sideband." + what).inc();
    }

    private static void persist(Runnable write) {
        persist(() -> {
            write.run();
            return true;
        });
    }

    /** The write's answer; false when it was refused, or the database was out for too long. */
    private static boolean persist(Supplier<Boolean> write) {
        long giveUpAt = System.nanoTime() + MAX_OUTAGE.toNanos();
        while (true) {
            try {
                return write.get();
            } catch (ProblemException e) {
                boolean passes = e.failure() == Failure.OVERLOADED || e.failure() == Failure.STORAGE_UNAVAILABLE;
                if (!passes
                        || System.nanoTime() - giveUpAt > 0
                        || Thread.currentThread().isInterrupted()) {
                    // After the grace window nothing is taken, and a conflict has its line already.
                    log.info(
                            "what the provider reported is not stored: {}",
                            e.failure().code());
                    return false;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
