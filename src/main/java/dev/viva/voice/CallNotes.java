package dev.viva.voice;

import com.codahale.metrics.MetricRegistry;
import dev.viva.model.PartialLine;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptLine;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.transcript.EventHub;
import dev.viva.transcript.Events;
import dev.viva.transcript.TranscriptLog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes of a call's events: lines, warnings and errors in the session's log, and counts. Thread-safe. */
final class CallNotes {
    private static final Logger log = LoggerFactory.getLogger(CallNotes.class);
    /** The sideband waits meanwhile and holds what follows, so nothing is lost while the database is out for a moment. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final int TRIES = 40;

    private final TranscriptLog transcript;
    private final EventHub hub;
    private final Sidebands sidebands;
    private final MetricRegistry metrics;

    CallNotes(TranscriptLog transcript, EventHub hub, Sidebands sidebands, MetricRegistry metrics) {
        this.transcript = transcript;
        this.hub = hub;
        this.sidebands = sidebands;
        this.metrics = metrics;
    }

    void hear(String sessionId, TranscriptLine line) {
        persist(() -> {
            if (transcript.hear(sessionId, line).created()) {
                metrics.counter("viva.sideband.lines").inc();
            }
        });
    }

    void partly(String sessionId, PartialLine line) {
        hub.partial(sessionId, line);
    }

    void notHeard(String sessionId, String itemId) {
        metrics.counter("viva.sideband.not_heard").inc();
        var error = new TranscriptError(
                itemId, "Something was said that could not be written down. Say it again, or type it.");
        persist(() -> transcript.note(sessionId, Events.transcriptError(sessionId, error)));
    }

    void silent(String sessionId) {
        metrics.counter("viva.sideband.failed_responses").inc();
        var warning = new Warning(
                WarningCode.PATIENT_SILENT,
                "The voice service could not make the patient answer. Ask again; if the patient stays silent, end the"
                        + " encounter and tell your teacher.");
        persist(() -> transcript.note(sessionId, Events.warning(sessionId, warning)));
    }

    /** The patient's instructions are the server's: what anybody else wrote there is put back, counted and told. */
    void changed(String sessionId, CallEvent.SessionChanged changed) {
        if (sidebands.expects(sessionId, changed)) {
            return;
        }
        metrics.counter("viva.sideband.instructions_changed").inc();
        log.warn("a patient's instructions were changed from outside and are put back");
        sidebands.instructAgain(sessionId);
        var warning = new Warning(
                WarningCode.INSTRUCTIONS_CHANGED,
                "What the patient was told was changed from outside this service. It was put back.");
        persist(() -> transcript.note(sessionId, Events.warning(sessionId, warning)));
    }

    /** While the line was down the phase may have changed. */
    void attached(String sessionId) {
        metrics.counter("viva.sideband.attached").inc();
        sidebands.instructAgain(sessionId);
    }

    void detached(String cause) {
        metrics.counter("viva.sideband.detached").inc();
        log.info("a sideband went down and is made anew: {}", cause);
    }

    void complained(String code) {
        log.info("the voice provider complains: {}", code.matches("[a-z0-9_]{1,64}") ? code : "unknown");
    }

    void interrupted() {
        metrics.counter("viva.sideband.interruptions").inc();
    }

    void ended(String sessionId, CallEnd why) {
        sidebands.ended(sessionId, why);
    }

    private static void persist(Runnable write) {
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return;
            } catch (ProblemException e) {
                boolean passes = e.failure() == Failure.OVERLOADED || e.failure() == Failure.STORAGE_UNAVAILABLE;
                if (!passes || attempt == TRIES) {
                    // After the grace window nothing is taken, and a conflict has its line already.
                    log.info(
                            "what the provider reported is not stored: {}",
                            e.failure().code());
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
