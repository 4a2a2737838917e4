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
import dev.viva.session.Presence;
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

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);
    private static final int PAGE = 200;

    private final TranscriptLog transcript;
    private final EventHub hub;
    private final Presence presence;
    private final Budget budget;
    private final MetricRegistry metrics;

    public CallNotes(TranscriptLog transcript, EventHub hub, Presence presence, Budget budget, MetricRegistry metrics) {
        this.transcript = transcript;
        this.hub = hub;
        this.presence = presence;
        this.budget = budget;
        this.metrics = metrics;
    }

    /** Somebody is there: something is being said. */
    void attended(String sessionId) {
        presence.seen(sessionId);
    }

    void hear(String sessionId, TranscriptLine line) {
        attended(sessionId);
        if (persist(() -> transcript.hear(sessionId, line).created())) {
            count("lines");
        }
    }

    void partly(String sessionId, PartialLine line) {
        hub.partial(sessionId, line);
    }

    void notHeard(String sessionId, String itemId) {
        count("not_heard");
        var error = new TranscriptError(
                itemId, "Something was said that could not be written down. Say it again, or type it.");
        persist(() -> {
            transcript.report(sessionId, error);
            return true;
        });
    }

    void silent(String sessionId) {
        count("failed_responses");
        var warning = new Warning(
                WarningCode.PATIENT_SILENT,
                "The voice service could not make the patient answer. Ask again; if the patient stays silent, end the"
                        + " encounter and tell your teacher.");
        persist(() -> noted(sessionId, Events.warning(sessionId, warning)));
    }

    void rewritten(String sessionId) {
        count("instructions_changed");
        log.warn("what a patient is told, or that words are written down, was changed from outside and is put back");
        var warning = new Warning(
                WarningCode.INSTRUCTIONS_CHANGED,
                "What the patient was told, or whether words are written down, was changed from outside this service."
                        + " It was put back.");
        persist(() -> noted(sessionId, Events.warning(sessionId, warning)));
    }

    void attached() {
        count("attached");
    }

    void detached(String cause) {
        count("detached");
        log.info("a sideband went down, {}; it is made anew unless the call is over", cause);
    }

    void complained(String code) {
        log.info("the voice provider complains: {}", code.matches("[a-z0-9_]{1,64}") ? code : "unknown");
    }

    /** Marks a line as cut short; false when its words are not there yet. */
    boolean interrupted(String sessionId, String itemId) {
        count("interruptions");
        return persist(() -> transcript.interrupt(sessionId, itemId));
    }

    /** Lines of a session that were stored until a time. */
    List<Turn> stored(String sessionId, long after, Instant until) {
        return transcript.stored(sessionId, after, until, PAGE);
    }

    /** Marks a line that the provider never reported. */
    void doubt(String sessionId, String itemId) {
        count("unconfirmed");
        persist(() -> {
            transcript.doubt(sessionId, itemId);
            return true;
        });
    }

    /** Books what the provider says that an answer took. */
    void used(String sessionId, String callId, CallEvent.Usage usage) {
        metrics.counter("viva.provider.tokens.input").inc(usage.input());
        metrics.counter("viva.provider.tokens.cached_input").inc(usage.cachedInput());
        metrics.counter("viva.provider.tokens.output").inc(usage.output());
        if (usage.total() > 0) {
            persist(() -> budget.used(sessionId, callId, usage.total()));
        }
    }

    private boolean noted(String sessionId, TranscriptLog.Draft draft) {
        transcript.note(sessionId, draft);
        return true;
    }

    private void count(String what) {
        metrics.counter("viva.sideband." + what).inc();
    }

    /** The write's answer; false when it was refused, or the database was out for too long. */
    private static boolean persist(Supplier<Boolean> write) {
        long giveUpAt = System.nanoTime() + LONGEST_OUTAGE.toNanos();
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
