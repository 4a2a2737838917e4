package dev.viva.transcript;

import dev.viva.limits.StreamSlots;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.util.function.LongSupplier;

/** Opens event streams for followers while slots are free. */
final class EventStreams {
    private final StreamSlots slots;
    private final TranscriptLog log;
    private final EventHub hub;
    private final EventJson json;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock, for the heartbeats */
    EventStreams(
            StreamSlots slots, TranscriptLog log, EventHub hub, EventJson json, Clock clock, LongSupplier nanoTime) {
        this.slots = slots;
        this.log = log;
        this.hub = hub;
        this.json = json;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens the stream of the current request. Its slot is freed when the reply ends.
     *
     * @throws dev.viva.problem.ProblemException {@code too_many_streams}
     */
    StreamingOutput open(EventStream.From from) {
        slots.take();
        var stream = new EventStream(log, hub, json, clock, nanoTime, from);
        return out -> slots.reply(stream, out);
    }
}
