package dev.viva.transcript;

import dev.viva.model.CallNote;
import dev.viva.model.EventType;
import dev.viva.model.Gap;
import dev.viva.model.PartialLine;
import dev.viva.model.Phase;
import dev.viva.model.SessionEvent;
import dev.viva.model.TranscriptSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes the events of a session, each with the one member that belongs to its type. */
public final class Events {
    private Events() {}

    public static TranscriptLog.Draft phase(String session, Phase phase) {
        return (seq, time) ->
                new SessionEvent(session, seq, EventType.PHASE, time, null, phase, null, null, null, null);
    }

    public static TranscriptLog.Draft callStarted(String session, CallNote call) {
        return (seq, time) ->
                new SessionEvent(session, seq, EventType.CALL_STARTED, time, null, null, call, null, null, null);
    }

    public static TranscriptLog.Draft callEnded(String session, CallNote call) {
        return (seq, time) ->
                new SessionEvent(session, seq, EventType.CALL_ENDED, time, null, null, call, null, null, null);
    }

    /** {@code ended} or {@code closed}, with what the transcript amounts to. */
    public static SessionEvent summed(String session, EventType type, TranscriptSummary summary, Instant time) {
        return new SessionEvent(session, summary.lastSeq(), type, time, null, null, null, summary, null, null);
    }

    static SessionEvent partial(String session, PartialLine line, Instant time) {
        return told(session, EventType.PARTIAL, time, line, null);
    }

    static SessionEvent gap(String session, Gap gap, Instant time) {
        return told(session, EventType.GAP, time, null, gap);
    }

    private static SessionEvent told(
            String session, EventType type, Instant time, @Nullable PartialLine partial, @Nullable Gap gap) {
        return new SessionEvent(session, null, type, time, null, null, null, null, partial, gap);
    }
}
