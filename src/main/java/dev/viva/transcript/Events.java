package dev.viva.transcript;

import dev.viva.model.CallNote;
import dev.viva.model.EventType;
import dev.viva.model.Examination;
import dev.viva.model.Gap;
import dev.viva.model.GatePassed;
import dev.viva.model.PartialLine;
import dev.viva.model.Phase;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptError;
import dev.viva.model.TranscriptSummary;
import dev.viva.model.Turn;
import dev.viva.model.Warning;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the events of a session, each with the one member that belongs to its type. */
public final class Events {
    private Events() {}

    public static EventDraft phase(String session, Phase phase) {
        return (seq, time) -> of(session, seq, EventType.PHASE, time, phase);
    }

    public static EventDraft callStarted(String session, CallNote call) {
        return (seq, time) -> of(session, seq, EventType.CALL_STARTED, time, call);
    }

    public static EventDraft callEnded(String session, CallNote call) {
        return (seq, time) -> of(session, seq, EventType.CALL_ENDED, time, call);
    }

    public static EventDraft warning(String session, Warning warning) {
        return (seq, time) -> of(session, seq, EventType.WARNING, time, warning);
    }

    public static EventDraft transcriptError(String session, TranscriptError error) {
        return (seq, time) -> of(session, seq, EventType.TRANSCRIPT_ERROR, time, error);
    }

    public static EventDraft examination(String session, Examination examination) {
        return (seq, time) -> of(session, seq, EventType.EXAMINATION, time, examination);
    }

    /** {@code ended} or {@code closed}, with the transcript's summary. */
    public static SessionEvent summed(String session, EventType type, TranscriptSummary summary, Instant time) {
        return of(session, summary.lastSeq(), type, time, summary);
    }

    /** {@code turn} or {@code turn_revised}. */
    static SessionEvent turn(String session, EventType type, long seq, Instant time, Turn turn) {
        return of(session, seq, type, time, turn);
    }

    static SessionEvent gate(String session, long seq, Instant time, GatePassed gate) {
        return of(session, seq, EventType.GATE, time, gate);
    }

    static SessionEvent partial(String session, PartialLine line, Instant time) {
        return of(session, null, EventType.PARTIAL, time, line);
    }

    static SessionEvent gap(String session, Gap gap, Instant time) {
        return of(session, null, EventType.GAP, time, gap);
    }

    private static SessionEvent of(String session, @Nullable Long seq, EventType type, Instant time, Object member) {
        return new SessionEvent(
                session,
                seq,
                type,
                time,
                member instanceof Turn turn ? turn : null,
                member instanceof Phase phase ? phase : null,
                member instanceof CallNote call ? call : null,
                member instanceof Warning warning ? warning : null,
                member instanceof TranscriptError error ? error : null,
                member instanceof TranscriptSummary summary ? summary : null,
                member instanceof Examination examination ? examination : null,
                member instanceof GatePassed gate ? gate : null,
                member instanceof PartialLine partial ? partial : null,
                member instanceof Gap gap ? gap : null);
    }
}
