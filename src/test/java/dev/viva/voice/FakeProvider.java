package dev.viva.voice;

import dev.viva.openai.ProviderFailures;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
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

/** A provider whose calls are only listened to: it keeps who listens to what. */
final class FakeProvider implements RealtimeProvider {
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private final Map<String, CallListener> heard = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();
    private volatile boolean refusing;

    @Override
    public Sideband observe(String callId, CallListener listener) {
        observed.add(callId);
        heard.put(callId, listener);
        return new Sideband() {
            @Override
            public void update(CallRules rules) {
                updates.incrementAndGet();
                if (refusing) {
                    throw ProviderFailures.unavailable();
                }
            }

            @Override
            public void close() {
                heard.remove(callId);
            }
        };
    }

    /** How often somebody tried to tell a patient something. */
    int updates() {
        return updates.get();
    }

    void refuseUpdates(boolean refuse) {
        refusing = refuse;
    }

    /** The calls that were ever listened to, once for each time. */
    List<String> observed() {
        return observed;
    }

    /** The calls that are listened to now. */
    Set<String> heard() {
        return heard.keySet();
    }

    CallListener listener(String callId) {
        return Objects.requireNonNull(heard.get(callId), callId);
    }

    @Override
    public Call createCall(Sdp.Offer offer, CallConfig config) {
        throw notHere();
    }

    @Override
    public HangUp hangUp(String callId) {
        throw notHere();
    }

    @Override
    public MintedSecret mintSecret(CallConfig config, Duration lifetime) {
        throw notHere();
    }

    @Override
    public List<Model> models() {
        throw notHere();
    }

    @Override
    public TextConversation converse(CallConfig config) {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("a test of listening makes no calls");
    }

    @Override
    public void close() {
        heard.clear();
    }
}
