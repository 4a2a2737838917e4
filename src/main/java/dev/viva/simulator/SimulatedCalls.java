package dev.viva.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.ProviderIds;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.SessionShape;
import dev.viva.simulator.conversation.Timers;
import dev.viva.simulator.media.Media;
import dev.viva.simulator.media.NoMedia;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live calls; thread-safe. */
final class SimulatedCalls implements AutoCloseable {
    /** When to try again while all places are taken. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(SimulatedCalls.class);

    /** A call's id and the answer to its browser. */
    record Opened(String callId, Sdp.Answer answer) {}

    private final Media media;
    /** For text conversations, which have no media and need no native code. */
    private final Media text = new NoMedia();

    private final Timers timers;
    private final InstantSource clock;
    private final PatientSettings patients;
    private final Semaphore free;
    private final Map<String, SimulatedCall> calls = new ConcurrentHashMap<>();
    private volatile boolean closed;

    SimulatedCalls(Media media, int maxCalls, Timers timers, InstantSource clock, PatientSettings patients) {
        this.media = media;
        this.timers = timers;
        this.clock = clock;
        this.patients = patients;
        this.free = new Semaphore(maxCalls);
    }

    /**
     * What begins a call.
     *
     * @param session as the client gave it
     * @param owner the credential that creates the call, and the only one that may attach to it
     * @param faults the faults of this call
     */
    record Request(byte[] offer, JsonNode session, Secret owner, Faults faults) {}

    /** Begins a call or refuses it. */
    Opened open(Request request) {
        return open(request, media);
    }

    /** Begins a text conversation or refuses it; its opener is the only subscriber. */
    SimulatedCall openText(JsonNode session, Secret owner, Faults faults) {
        return find(open(new Request(new byte[0], session, owner, faults), text).callId());
    }

    private Opened open(Request request, Media media) {
        if (closed) {
            throw Refusal.of(503, "shutting_down", "The simulator is shutting down.");
        }
        String tail = "u0_" + ProviderIds.letters(20);
        Duration lifetime = request.faults().sessionLifetime().toJavaDuration();
        long expiresAt = clock.instant().plus(lifetime).getEpochSecond();
        ObjectNode session = SessionShape.create(request.session(), "sess_" + tail, expiresAt);
        if (session.path("model").asText().equals(request.faults().badModel())) {
            throw Refusal.of(403, "model_not_found", "The project has no access to this model.");
        }
        if (!free.tryAcquire()) {
            throw Refusal.limited("rate_limit_exceeded", RETRY_AFTER);
        }
        SimulatedCall call = new SimulatedCall(
                new SimulatedCall.Beginning("rtc_" + tail, request.owner(), session, clock.instant(), request.faults()),
                patients,
                lost -> end(lost, Ending.BROWSER_GONE));
        calls.put(call.id(), call);
        boolean answered = false;
        try {
            Sdp.Answer answer = call.attach(
                    media.answer(request.offer(), call), timers.after(lifetime, () -> end(call, Ending.EXPIRED)));
            log.info("simulator: call {} began; {} live", call.id(), calls.size());
            answered = true;
            return new Opened(call.id(), answer);
        } finally {
            if (!answered) {
                end(call, Ending.NOT_ANSWERED);
            }
        }
    }

    /** A call, for the credential that created it; for any other credential it does not exist. */
    SimulatedCall find(@Nullable String callId, Secret credential) {
        SimulatedCall call = find(callId);
        if (!call.isOwnedBy(credential) || call.isUnknown(clock.instant())) {
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

    int live() {
        return calls.size();
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(calls.values()).forEach(call -> end(call, Ending.STOPPED));
        media.close();
        text.close();
    }

    /** False if it has ended already. */
    boolean end(SimulatedCall call, Ending why) {
        if (!calls.remove(call.id(), call)) {
            return false;
        }
        free.release();
        call.end(why);
        log.info("simulator: call {} ended ({}); {} live", call.id(), why, calls.size());
        return true;
    }
}
