package dev.viva.transcript;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.limits.StreamSlots;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;

/** Opens streams for those who follow a session, while there are places for them. */
final class EventStreams {
    private final StreamSlots slots;
    private final TranscriptLog log;
    private final EventHub hub;
    private final ObjectMapper json;
    private final Clock clock;

    EventStreams(StreamSlots slots, TranscriptLog log, EventHub hub, ObjectMapper json, Clock clock) {
        this.slots = slots;
        this.log = log;
        this.hub = hub;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The stream that the request under way asked for; its place is free again when the request ends.
     *
     * @throws dev.viva.problem.ProblemException {@code too_many_streams}
     */
    StreamingOutput open(EventStream.From from) {
        slots.take();
        return new EventStream(log, hub, json, clock, from);
    }
}
