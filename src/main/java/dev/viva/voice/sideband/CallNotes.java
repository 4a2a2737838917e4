package dev.viva.voice.sideband;

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
import dev.viva.transcript.TranscriptLog;
import dev.viva.transcript.Transcripts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the effects of call events on a session: lines, marks, warnings and errors. Counts them in the metrics.
 * Thread-safe.
 */
public final class CallNotes {
    private static final Logger log = LoggerFactory.getLogger(CallNotes.class);
    /** During a short outage of the database the sideband waits and buffers later events, so that nothing is lost. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

    private static final Duration MAX_OUTAGE = Duration.ofMinutes(2);
    private static final int PAGE = 200;

    private final TranscriptLog transcript;
    private final EventHub hub;
    private final RecentActivity activity;
    private final TokenUse tokens;
    private final ProviderObserver observer;
    private final MetricRegistry metrics;
    private final Clock clock;

    public CallNotes(
            Transcripts transcripts,
            RecentActivity activity,
            TokenUse tokens,
            ProviderObserver observer,
            MetricRegistry metrics,
            Clock clock) {
        this.transcript = transcripts.log();
        this.hub = transcripts.hub();
        this.activity = activity;
        this.tokens = tokens;
        this.observer = observer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Records that someone speaks, so the session is in use. */
    void sawActivity(String sessionId) {
        activity.seen(sessionId);
    }

    void appendFromProvider(String sessionId, TranscriptLine line) {
        sawActivity(sessionId);
        if (persisted(() -> transcript.appendFromProvider(sessionId, line).created())) {
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

    /** Reports a failed response in the log and the metrics. */
    void responseDone(CallEvent.ResponseDone done) {
        Kind trouble = done.trouble();
        if (done.isComplete()) {
            observer.succeeded(Operation.RESPONSE, null);
        }
        if (trouble == null) {
            return;
        }
        count("failed_responses");
        observer.failed(Operation.RESPONSE, trouble, done.reason(), null);
        log.info("sideband: response {}: {} (code {})", done.status(), trouble.label(), done.reason());
    }

    /**
     * Warns the session that the patient does not answer, or not in full.
     *
     * @param responseId the provider's response that failed, which gets one warning; null if it was none
     */
    void patientSilent(String sessionId, @Nullable String responseId, Kind trouble) {
        var warning = new Warning(WarningCode.PATIENT_SILENT, advice(trouble), null, null);
        persist(() -> transcript.appendWarning(sessionId, responseId, warning));
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
        log.warn("sideband: instructions or transcription were changed from outside and are restored");
        var warning = new Warning(
                WarningCode.INSTRUCTIONS_CHANGED,
                "The patient's instructions, or the transcription, were changed from outside this service. They were"
                        + " restored.",
                null,
                null);
        persist(() -> transcript.appendWarning(sessionId, null, warning));
    }

    /** @param again whether this sideband was attached before */
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

    void providerError(CallEvent.ProviderError error) {
        Kind trouble = error.trouble();
        if (trouble != null) {
            observer.failed(Operation.RESPONSE, trouble, error.code(), null);
        }
        log.info("sideband: provider error: {}", error.code());
    }

    /** Marks a line as interrupted; false when its text is not stored yet. */
    boolean markInterrupted(String sessionId, String itemId) {
        boolean marked = persisted(() -> transcript.markInterrupted(sessionId, itemId));
        if (marked) {
            count("interruptions");
        }
        return marked;
    }

    /** Lines of a session that were stored up to a time, after a sequence number. */
    List<Turn> turnsStoredBetween(String sessionId, long after, Instant until) {
        return transcript.turnsStoredBetween(sessionId, after, until, PAGE);
    }

    /**
     * Marks a line that the provider has not reported, unless the session takes no more marks.
     *
     * @param due asked as the mark is stored, since the report may come meanwhile
     * @throws ProblemException while the database is out: the caller checks the line again
     */
    void markUnconfirmed(String sessionId, String itemId, BooleanSupplier due) {
        try {
            transcript.markUnconfirmed(sessionId, itemId, due);
            count("unconfirmed");
        } catch (ProblemException e) {
            if (isTransient(e)) {
                throw e;
            }
            log.info("sideband: line not marked: {}", e.failure().code());
        }
    }

    /** Counts and books the tokens of a response. */
    public void used(String sessionId, String callId, CallEvent.Usage usage) {
        metrics.counter("viva.provider.tokens.input").inc(usage.input());
        metrics.counter("viva.provider.tokens.cached_input").inc(usage.cachedInput());
        metrics.counter("viva.provider.tokens.output").inc(usage.output());
        if (usage.total() > 0) {
            persist(() -> tokens.book(sessionId, callId, usage.total()));
        }
    }

    private void count(String what) {
        metrics.counter("viva.sideband." + what).inc();
    }

    /** Retries a write while the database is out. Callers wait for up to 2 min. */
    void persist(Runnable write) {
        persisted(() -> {
            write.run();
            return true;
        });
    }

    /**
     * Retries a write while the database is out. Returns its result; false if it was refused or the outage lasted too
     * long.
     */
    private boolean persisted(Supplier<Boolean> write) {
        Instant giveUpAt = clock.instant().plus(MAX_OUTAGE);
        while (true) {
            try {
                return write.get();
            } catch (ProblemException e) {
                if (!isTransient(e)
                        || clock.instant().isAfter(giveUpAt)
                        || Thread.currentThread().isInterrupted()) {
                    // Refused after the grace window, or because the line is stored with another text.
                    log.info("sideband: event not stored: {}", e.failure().code());
                    return false;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            }
        }
    }

    private static boolean isTransient(ProblemException e) {
        return e.failure() == Failure.OVERLOADED || e.failure() == Failure.STORAGE_UNAVAILABLE;
    }
}
