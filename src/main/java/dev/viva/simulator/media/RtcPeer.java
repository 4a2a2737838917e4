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

/** The server's end of one browser's connection. Events come on the call's thread; any thread may push sound. */
final class RtcPeer implements PeerConnectionObserver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RtcPeer.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(5);
    private static final String CHANNEL = "oai-events";
    private static final Pattern ADDRESS =
            Pattern.compile("\\s*a=(candidate|remote-candidates|end-of-candidates)", Pattern.CASE_INSENSITIVE);

    private final CallThread thread;
    private final PeerListener listener;
    private final RTCPeerConnection connection;
    private final CustomAudioSource source = new CustomAudioSource();
    private final AudioTrack track;
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private @Nullable EventChannel channel;
    private Timers.Timer grace;
    private boolean closed;

    RtcPeer(PeerConnectionFactory factory, CallThread thread, PeerListener listener) {
        this.thread = thread;
        this.listener = listener;
        this.connection = factory.createPeerConnection(hostCandidatesOnly(), this);
        this.track = factory.createAudioTrack("realtimeapi", source);
        this.grace = thread.after(CONNECT_TIMEOUT, listener::lost);
    }

    /** Answers the offer. The answer contains all addresses, since there is no other way to send them. */
    byte[] answer(byte[] offer) {
        var description = new RTCSessionDescription(RTCSdpType.OFFER, withoutAddresses(offer));
        try {
            Negotiation.set(observer -> connection.setRemoteDescription(description, observer));
        } catch (Negotiation.Failed e) {
            throw Refusal.invalid("invalid_offer", "The SDP offer cannot be parsed.", null);
        }
        try {
            connection.addTrack(track, List.of("realtimeapi"));
            RTCSessionDescription answer =
                    Negotiation.create(observer -> connection.createAnswer(new RTCAnswerOptions(), observer));
            Negotiation.set(observer -> connection.setLocalDescription(answer, observer));
            Negotiation.await(gathered);
        } catch (Negotiation.Failed e) {
            log.error("simulator: the offer of a call could not be answered", e);
            throw Refusal.of(500, "media_failed", "The simulator could not answer the offer.");
        }
        return connection.getLocalDescription().sdp.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The offer without the addresses that it claims. They may belong to anyone, and the library would send packets to
     * each of them until the call is connected. Instead the browser sends first, to the addresses of the answer; its
     * first packet shows its address (a peer-reflexive candidate, RFC 8445 section 7.3.1.3).
     */
    private static String withoutAddresses(byte[] offer) {
        return new String(offer, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !ADDRESS.matcher(line).lookingAt())
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    /** Sends a message; drops it if no channel is open. */
    void send(String message) {
        if (channel != null && !closed) {
            channel.send(message);
        }
    }

    /** Sends 10 ms of sound. */
    synchronized void push(byte[] frame) {
        if (!closed) {
            source.pushAudio(frame, Short.SIZE, Sound.RATE, 1, Sound.FRAME);
        }
    }

    /** Call it on the call's thread: the library must not be closed from within its own callbacks. */
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
        // The track stays: the library keeps a reference to it and refuses to dispose of it.
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
                case DISCONNECTED -> awaitRecovery();
                case FAILED, CLOSED -> listener.lost();
                case NEW, CONNECTING -> {
                    // The time to connect is running.
                }
            }
        });
    }

    @Override
    public void onDataChannel(RTCDataChannel offered) {
        // Channels of other names are ignored, as at the provider.
        if (CHANNEL.equals(offered.getLabel())) {
            thread.run(() -> take(offered));
        }
    }

    private void take(RTCDataChannel offered) {
        if (channel == null && !closed) {
            channel = new EventChannel(offered, thread, listener, this::awaitRecovery);
            channel.begin();
        }
    }

    private void awaitRecovery() {
        grace.cancel();
        grace = thread.after(RECOVERY_TIMEOUT, listener::lost);
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
