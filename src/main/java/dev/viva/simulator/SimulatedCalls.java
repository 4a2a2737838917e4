package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
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
    private final Casting casting;
    private final Semaphore free;
    private final Map<String, SimulatedCall> calls = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SimulatedCalls(Media media, int mostCalls, Timers timers, InstantSource clock, Casting casting) {
        this.media = media;
        this.mostCalls = mostCalls;
        this.timers = timers;
        this.clock = clock;
        this.casting = casting;
        this.free = new Semaphore(mostCalls);
    }

    /** Begins a call, or refuses. */
    Opened open(byte[] offer, JsonNode sessionWish, Secret owner) {
        if (closed) {
            throw Refusal.of(503, "shutting_down", "The simulator is shutting down.");
        }
        String tail = "u0_" + Ids.letters(20);
        long expiresAt = clock.instant().plus(LONGEST_SESSION).getEpochSecond();
        ObjectNode session = SessionShape.create(sessionWish, "sess_" + tail, expiresAt);
        if (!free.tryAcquire()) {
            throw Refusal.of(429, "rate_limit_exceeded", "There are " + mostCalls + " calls already.");
        }
        SimulatedCall call = new SimulatedCall(
                new SimulatedCall.Beginning("rtc_" + tail, owner, session),
                casting,
                lost -> end(lost, Ending.BROWSER_GONE));
        calls.put(call.id(), call);
        boolean answered = false;
        try {
            SdpAnswer answer = call.attach(
                    media.answer(offer, call), timers.after(LONGEST_SESSION, () -> end(call, Ending.EXPIRED)));
            LOG.info("Simulated call {} began, {} in all", call.id(), calls.size());
            answered = true;
            return new Opened(call.id(), answer);
        } finally {
            if (!answered) {
                end(call, Ending.NOT_ANSWERED);
            }
        }
    }

    /** A call for the credential that made it; to every other one it does not exist. */
    SimulatedCall find(@Nullable String callId, Secret credential) {
        SimulatedCall call = find(callId);
        if (!call.madeBy(credential)) {
            throw unknown();
        }
        return call;
    }

    SimulatedCall find(@Nullable String callId) {
        SimulatedCall call = callId == null ? null : calls.get(callId);
        if (call == null) {
            throw unknown();
        }
        return call;
    }

    List<String> ids() {
        return List.copyOf(calls.keySet());
    }

    private static Refusal unknown() {
        return Refusal.of(404, "call_id_not_found", "No session found for this call id.");
    }

    void hangUp(String callId, Secret credential) {
        end(find(callId, credential), Ending.HUNG_UP);
    }

    int live() {
        return calls.size();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(calls.values()).forEach(call -> end(call, Ending.STOPPED));
        media.close();
    }

    /** False when it has ended already. */
    boolean end(SimulatedCall call, Ending why) {
        if (!calls.remove(call.id(), call)) {
            return false;
        }
        free.release();
        call.end(why);
        LOG.info("Simulated call {} ended ({}), {} left", call.id(), why, calls.size());
        return true;
    }
}
