package dev.viva.simulator.media;

import dev.viva.realtime.Sdp;
import dev.viva.simulator.conversation.Conversation;
import dev.viva.simulator.conversation.Sound;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each offer with a real WebRTC peer, on which a scripted patient speaks. */
public final class WebRtcMedia implements Media {
    private final Speech speech = new Speech();
    private final Pacer pacer = new Pacer();
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Leg answer(byte[] offer, FarEnd call) {
        CallThread thread = new CallThread("simulated-call-" + count.incrementAndGet());
        boolean answered = false;
        try {
            // Not on the request's thread, which may be virtual: the library needs platform threads.
            Leg leg = thread.ask(() -> connect(thread, offer, call));
            answered = true;
            return leg;
        } finally {
            if (!answered) {
                thread.close();
            }
        }
    }

    @Override
    public void close() {
        pacer.close();
        speech.close();
    }

    private Leg connect(CallThread thread, byte[] offer, FarEnd call) {
        Connection connection = new Connection(thread, call);
        boolean connected = false;
        try {
            connection.connect(offer);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                connection.close();
            }
        }
    }

    /** A peer, the conversation on its channel and the voice on its track. */
    private final class Connection implements Leg, PeerListener {
        private final CallThread thread;
        private final FarEnd call;
        private final PacedVoice voice;
        private final RtcPeer peer;
        private final Conversation conversation;
        private final Runnable tick = this::tick;
        private final byte[] frame = new byte[2 * Sound.FRAME];
        private Sdp.Answer answer = new Sdp.Answer(new byte[0]);

        Connection(CallThread thread, FarEnd call) {
            this.thread = thread;
            this.call = call;
            this.voice = new PacedVoice(speech, thread);
            this.peer = new RtcPeer(NativeMedia.factory(), thread, this);
            this.conversation = call.begin(thread, voice, peer::send);
        }

        void connect(byte[] offer) {
            answer = new Sdp.Answer(peer.answer(offer));
            pacer.add(tick);
        }

        @Override
        public Sdp.Answer answer() {
            return answer;
        }

        @Override
        public void opened() {
            conversation.open();
        }

        @Override
        public void received(String message) {
            conversation.receive(message);
        }

        @Override
        public void lost() {
            call.lost();
        }

        @Override
        public void close() {
            pacer.remove(tick);
            thread.run(peer::close);
            thread.close();
        }

        private void tick() {
            voice.fill(frame);
            peer.push(frame);
        }
    }
}
