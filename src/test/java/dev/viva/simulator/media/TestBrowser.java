package dev.viva.simulator.media;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import dev.viva.realtime.Sdp;
import dev.viva.simulator.SimulatorServer;
import dev.viva.simulator.conversation.ServerEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A browser in a call: it offers audio and a data channel for events. */
public final class TestBrowser implements PeerConnectionObserver, RTCDataChannelObserver, AutoCloseable {
    private static final int SECONDS = 60;

    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final CompletableFuture<Void> channelClosed = new CompletableFuture<>();
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final CustomAudioSource microphone;
    private final RTCPeerConnection connection;
    private final RTCDataChannel channel;

    public TestBrowser() {
        PeerConnectionFactory factory = NativeMedia.factory();
        // Not earlier, because the factory loads the library.
        microphone = new CustomAudioSource();
        connection = factory.createPeerConnection(new RTCConfiguration(), this);
        connection.addTrack(factory.createAudioTrack("microphone", microphone), List.of("browser"));
        channel = connection.createDataChannel("oai-events", new RTCDataChannelInit());
        channel.registerObserver(this);
    }

    public Sdp.Offer offer() throws Exception {
        RTCSessionDescription offer =
                Negotiation.create(observer -> connection.createOffer(new RTCOfferOptions(), observer));
        Negotiation.set(observer -> connection.setLocalDescription(offer, observer));
        Negotiation.await(gathered);
        return SimulatorServer.offer(connection.getLocalDescription().sdp);
    }

    public void accept(Sdp.Answer answer) throws Exception {
        String sdp = new String(answer.bytes(), StandardCharsets.UTF_8);
        Negotiation.set(observer ->
                connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, sdp), observer));
    }

    public void send(String event) throws Exception {
        channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)), false));
    }

    /** All events up to and including the first of a type. */
    public List<JsonNode> until(String type) throws InterruptedException {
        List<JsonNode> seen = new ArrayList<>();
        do {
            JsonNode event = events.poll(SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + type + " after " + seen);
            }
            seen.add(event);
        } while (!seen.getLast().path("type").asText().equals(type));
        return seen;
    }

    void awaitChannelClosed() throws Exception {
        channelClosed.get(SECONDS, TimeUnit.SECONDS);
    }

    long packetsReceived() {
        CompletableFuture<Long> packets = new CompletableFuture<>();
        connection.getStats(report -> packets.complete(report.getStats().values().stream()
                .filter(stats -> stats.getType() == RTCStatsType.INBOUND_RTP)
                .map(stats -> stats.getAttributes().get("packetsReceived"))
                .filter(Number.class::isInstance)
                .mapToLong(count -> ((Number) count).longValue())
                .sum()));
        return packets.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        channel.unregisterObserver();
        channel.close();
        channel.dispose();
        connection.close();
        microphone.dispose();
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        // The candidates are in the offer.
    }

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        if (state == RTCIceGatheringState.COMPLETE) {
            gathered.complete(null);
        }
    }

    @Override
    public void onBufferedAmountChange(long previous) {
        // Little is sent.
    }

    @Override
    public void onStateChange() {
        if (channel.getState() == RTCDataChannelState.CLOSED) {
            channelClosed.complete(null);
        }
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
        byte[] bytes = new byte[buffer.data.remaining()];
        buffer.data.get(bytes);
        try {
            events.add(ServerEvents.JSON.readTree(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
