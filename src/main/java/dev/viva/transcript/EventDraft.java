package dev.viva.transcript;

import dev.viva.model.SessionEvent;
import java.time.Instant;

/** Makes an event once its sequence number and time are known. */
@FunctionalInterface
public interface EventDraft {
    SessionEvent at(long seq, Instant time);
}
