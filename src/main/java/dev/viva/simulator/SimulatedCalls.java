package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.SdpAnswer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that are going on; thread-safe. */
final class SimulatedCalls implements AutoCloseable {
    /** As long as the provider lets a session last. */
    static final Duration LONGEST_SESSION = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCalls.class);

    /** A call's id and what its browser is told. */
    record Opened(String callId, SdpAnswer answer) {}

    private final Media media;
    private final int mostCalls;
    private final Timers timers;
    private final InstantSource clock;
    private final Semaphore free;
    private final Map<String, SimulatedCall> calls = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SimulatedCalls(Media media, int mostCalls, Timers timers, InstantSource clock) {
        this.media = media;
        this.mostCalls = mostCalls;
        this.timers = timers;
        this.clock = clock;
        this.free = new Semaphore(mostCalls);
    }

    /** Begins a call, or refuses. */
    Opened open(byte[] offer, JsonNode sessionWish) {
        if (closed) {
            throw Refusal.of(503, "shutting_down", "The simulator is shutting down.");
        }
        String tail = "u0_" + Ids.letters(20);
        long expiresAt = clock.instant().plus(LONGEST_SESSION).getEpochSecond();
        ObjectNode session = SessionShape.create(sessionWish, "sess_" + tail, expiresAt);
        if (!free.tryAcquire()) {
            throw Refusal.of(429, "rate_limit_exceeded", "There are " + mostCalls + " calls already.");
        }
        SimulatedCall call = new SimulatedCall("rtc_" + tail);
        calls.put(call.id, call);
        boolean answered = false;
        try {
            Media.Leg leg = media.answer(offer, session, () -> end(call));
            call.attach(leg, timers.after(LONGEST_SESSION, () -> expire(call)));
            LOG.info("Simulated call {} began, {} in all", call.id, calls.size());
            answered = true;
            return new Opened(call.id, leg.answer());
        } finally {
            if (!answered) {
                end(call);
            }
        }
    }

    /** Whether there was such a call. */
    boolean hangUp(String callId) {
        SimulatedCall call = calls.get(callId);
        return call != null && end(call);
    }

    int live() {
        return calls.size();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(calls.values()).forEach(this::end);
        media.close();
    }

    private void expire(SimulatedCall call) {
        call.expire();
        end(call);
    }

    private boolean end(SimulatedCall call) {
        if (!calls.remove(call.id, call)) {
            return false;
        }
        free.release();
        call.close();
        LOG.info("Simulated call {} ended, {} left", call.id, calls.size());
        return true;
    }

    /** A call may end before its answer is made: then it is closed as soon as it is. */
    private static final class SimulatedCall {
        private final String id;
        private Media.@Nullable Leg leg;
        private Timers.Timer expiry = () -> {};
        private boolean ended;

        SimulatedCall(String id) {
            this.id = id;
        }

        synchronized void attach(Media.Leg given, Timers.Timer expires) {
            leg = given;
            expiry = expires;
            if (ended) {
                shut();
            }
        }

        synchronized void expire() {
            if (leg != null) {
                leg.expire();
            }
        }

        synchronized void close() {
            ended = true;
            shut();
        }

        private void shut() {
            expiry.cancel();
            if (leg != null) {
                leg.close();
            }
        }
    }
}
