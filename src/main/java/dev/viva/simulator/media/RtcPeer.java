package dev.viva.simulator.media;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.Sound;
import dev.viva.simulator.conversation.Timers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The far end of one browser's connection. Its events come on the call's thread; sound may be pushed from any. */
final class RtcPeer implements PeerConnectionObserver, AutoCloseable {
    /** Who wants to know what happens on the connection. */
    interface Listener {
        void opened();

        void received(String message);

        /** The browser is gone for good; may come more than once. */
        void lost();
    }

    private static final Logger LOG = LoggerFactory.getLogger(RtcPeer.class);
    private static final Duration TO_CONNECT = Duration.ofSeconds(30);
    private static final Duration TO_RECOVER = Duration.ofSeconds(5);
    private static final String CHANNEL = "oai-events";
    private static final Pattern ADDRESS =
            Pattern.compile("\\s*a=(candidate|remote-candidates|end-of-candidates)", Pattern.CASE_INSENSITIVE);

    private final CallThread thread;
    private final Listener listener;
    private final RTCPeerConnection connection;
    private final CustomAudioSource source = new CustomAudioSource();
    private final AudioTrack track;
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private @Nullable EventChannel channel;
    private Timers.Timer grace;
    private boolean closed;

    RtcPeer(PeerConnectionFactory factory, CallThread thread, Listener listener) {
        this.thread = thread;
        this.listener = listener;
        this.connection = factory.createPeerConnection(hostCandidatesOnly(), this);
        this.track = factory.createAudioTrack("realtimeapi", source);
        this.grace = thread.after(TO_CONNECT, listener::lost);
    }

    /** Answers the offer, with all addresses in the answer since there is no other way for them. */
    byte[] answer(byte[] offer) {
        var description = new RTCSessionDescription(RTCSdpType.OFFER, withoutAddresses(offer));
        try {
            Negotiation.set(observer -> connection.setRemoteDescription(description, observer));
        } catch (Negotiation.Failed unreadable) {
            throw Refusal.invalid("invalid_offer", "The SDP offer cannot be parsed.", null);
        }
        try {
            connection.addTrack(track, List.of("realtimeapi"));
            RTCSessionDescription answer =
                    Negotiation.create(observer -> connection.createAnswer(new RTCAnswerOptions(), observer));
            Negotiation.set(observer -> connection.setLocalDescription(answer, observer));
            Negotiation.await(gathered);
        } catch (Negotiation.Failed failure) {
            LOG.error("A simulated call could not be answered", failure);
            throw Refusal.of(500, "media_failed", "The simulator could not answer the offer.");
        }
        return connection.getLocalDescription().sdp.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The offer without the addresses that it claims: they may be anybody's, and the library would send packets to each
     * for as long as the call takes to connect. The browser sends first, to the addresses of the answer, and shows with
     * its first packet where it is (a peer-reflexive candidate, RFC 8445 section 7.3.1.3).
     */
    private static String withoutAddresses(byte[] offer) {
        return new String(offer, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !ADDRESS.matcher(line).lookingAt())
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    /** Sends a message; without an open channel it is dropped, as there is nobody to read it. */
    void send(String message) {
        if (channel != null && !closed) {
            channel.send(message);
        }
    }

    /** Gives 10 ms of sound away. */
    synchronized void push(byte[] frame) {
        if (!closed) {
            source.pushAudio(frame, Short.SIZE, Sound.RATE, 1, Sound.FRAME);
        }
    }

    /** To be called on the call's thread: the library must not be closed from within its own callbacks. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        grace.cancel();
        if (channel != null) {
            channel.close();
        }
        connection.close();
        // The track stays: the library keeps a reference of its own and refuses to dispose of it.
        source.dispose();
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        // They are in the answer.
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        if (state == RTCIceGatheringState.COMPLETE) {
            gathered.complete(null);
        }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        thread.run(() -> {
            switch (state) {
                case CONNECTED -> grace.cancel();
                case DISCONNECTED -> allowToRecover();
                case FAILED, CLOSED -> listener.lost();
                case NEW, CONNECTING -> {
                    // The time to connect is running.
                }
            }
        });
    }

    @Override
    public void onDataChannel(RTCDataChannel offered) {
        // Another channel has no meaning here, as with the provider.
        if (CHANNEL.equals(offered.getLabel())) {
            thread.run(() -> take(offered));
        }
    }

    private void take(RTCDataChannel offered) {
        if (channel == null && !closed) {
            channel = new EventChannel(offered, thread, listener, this::allowToRecover);
            channel.begin();
        }
    }

    private void allowToRecover() {
        grace.cancel();
        grace = thread.after(TO_RECOVER, listener::lost);
    }

    private static RTCConfiguration hostCandidatesOnly() {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.portAllocatorConfig = new PortAllocatorConfig()
                .setDisableTcp(true)
                .setDisableRelay(true)
                .setDisableStun(true);
        return configuration;
    }
}
