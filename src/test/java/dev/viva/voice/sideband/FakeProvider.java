package dev.viva.voice.sideband;

import dev.viva.openai.ProviderFailures;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallEnd;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.Model;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TextConversation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that only offers sidebands, and records them. */
public final class FakeProvider implements RealtimeProvider {
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private final Map<String, CallListener> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger refusedAnswers = new AtomicInteger();
    private final List<Map<String, String>> answered = new CopyOnWriteArrayList<>();
    private final List<CallEvent> rest = new CopyOnWriteArrayList<>();
    private volatile Runnable heldBack = () -> {};
    private volatile boolean refusing;

    @Override
    public Sideband observe(String callId, CallListener listener) {
        observed.add(callId);
        listeners.put(callId, listener);
        return new Sideband() {
            @Override
            public void update(CallRules rules) {
                boolean refuse = refusing; // as it was before a test sees the update
                updates.incrementAndGet();
                if (refuse) {
                    throw ProviderFailures.unavailable();
                }
            }

            @Override
            public String answer(Map<String, String> outputs) {
                if (refusing) {
                    refusedAnswers.incrementAndGet();
                    throw ProviderFailures.unavailable();
                }
                answered.add(outputs);
                return "wish_" + answered.size();
            }

            @Override
            public void close() {
                listeners.remove(callId, listener);
                var delivered = List.copyOf(rest);
                rest.clear();
                Thread.ofVirtual().start(() -> {
                    heldBack.run();
                    delivered.forEach(listener::on);
                    listener.ended(CallEnd.CLOSED);
                });
            }
        };
    }

    /** How many instruction updates were sent. */
    int updates() {
        return updates.get();
    }

    /** The output of functions that was sent, in order; empty where the patient was only asked to speak. */
    List<Map<String, String>> answered() {
        return answered;
    }

    /** How often output could not be sent. */
    int refusedAnswers() {
        return refusedAnswers.get();
    }

    void refuseUpdates(boolean refuse) {
        refusing = refuse;
    }

    /** Every sideband that was opened, by call. */
    List<String> observed() {
        return observed;
    }

    /** The calls with an open sideband. */
    Set<String> listenedTo() {
        return listeners.keySet();
    }

    /** Has arrived, and waits for the listener when the sideband is closed. */
    void rest(CallEvent event) {
        rest.add(event);
    }

    /** What the rest waits for. */
    void holdBack(Runnable until) {
        heldBack = until;
    }

    CallListener listener(String callId) {
        return Objects.requireNonNull(listeners.get(callId), callId);
    }

    @Override
    public Call createCall(Sdp.Offer offer, CallConfig config) {
        throw notSupported();
    }

    @Override
    public HangUp hangUp(String callId) {
        throw notSupported();
    }

    @Override
    public MintedSecret mintSecret(CallConfig config, Duration lifetime) {
        throw notSupported();
    }

    @Override
    public List<Model> models() {
        throw notSupported();
    }

    @Override
    public TextConversation converse(CallConfig config) {
        throw notSupported();
    }

    private static UnsupportedOperationException notSupported() {
        return new UnsupportedOperationException("this fake only offers sidebands");
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
