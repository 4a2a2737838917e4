package dev.viva.simulator.media;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data channel of JSON events between browser and provider; used on the call's thread. */
final class EventChannel implements RTCDataChannelObserver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventChannel.class);
    private static final int MAX_MESSAGE = 256 * 1024;

    private final RTCDataChannel channel;
    private final CallThread thread;
    private final PeerListener listener;
    private final Runnable whenClosed;
    private boolean open;
    private boolean flooded;

    EventChannel(RTCDataChannel channel, CallThread thread, PeerListener listener, Runnable whenClosed) {
        this.channel = channel;
        this.thread = thread;
        this.listener = listener;
        this.whenClosed = whenClosed;
    }

    /** Starts to listen; the channel may be open already. */
    void begin() {
        channel.registerObserver(this);
        poll();
    }

    void send(String message) {
        if (channel.getState() != RTCDataChannelState.OPEN) {
            return;
        }
        try {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bytes), false));
        } catch (Exception e) { // so declared by the library
            log.warn("simulator: an event could not be sent to the browser", e);
        }
    }

    @Override
    public void close() {
        channel.unregisterObserver();
        channel.close();
        channel.dispose();
    }

    @Override
    public void onBufferedAmountChange(long previous) {
        // Not needed: little is sent, no more than the patient's speech.
    }

    @Override
    public void onStateChange() {
        thread.run(this::poll);
    }

    /** The library frees the buffer when this returns. */
    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
        int length = buffer.data.remaining();
        byte[] bytes = new byte[Math.min(length, MAX_MESSAGE)];
        buffer.data.get(bytes);
        if (!flooded && (length > MAX_MESSAGE || !thread.run(() -> receive(bytes)))) {
            flooded = true;
            log.warn("simulator: a browser sends too much; its call ends");
            thread.after(Duration.ZERO, listener::lost);
        }
    }

    private void receive(byte[] bytes) {
        listener.received(new String(bytes, StandardCharsets.UTF_8));
    }

    private void poll() {
        RTCDataChannelState state = channel.getState();
        if (state == RTCDataChannelState.OPEN && !open) {
            open = true;
            listener.opened();
        } else if (state == RTCDataChannelState.CLOSED && open) {
            whenClosed.run();
        }
    }
}
