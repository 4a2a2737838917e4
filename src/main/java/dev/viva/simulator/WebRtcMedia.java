package dev.viva.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.SdpAnswer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers with a real WebRTC peer each, behind which a scripted patient speaks. */
final class WebRtcMedia implements Media {
    private final CaseScripts scripts;
    private final Duration answerDelay;
    private final Speech speech = new Speech();
    private final Pacer pacer = new Pacer();
    private final AtomicInteger count = new AtomicInteger();

    WebRtcMedia(CaseScripts scripts, Duration answerDelay) {
        this.scripts = scripts;
        this.answerDelay = answerDelay;
    }

    @Override
    public Leg answer(byte[] offer, ObjectNode session, Runnable lost) {
        CallThread thread = new CallThread("simulated-call-" + count.incrementAndGet());
        boolean answered = false;
        try {
            // Not on the request's thread, which may be a virtual one: the library wants threads of the system.
            Leg leg = thread.ask(() -> connect(thread, offer, session, lost));
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

    private Leg connect(CallThread thread, byte[] offer, ObjectNode session, Runnable lost) {
        Connection connection = new Connection(thread, session, lost);
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
    private final class Connection implements Leg, RtcPeer.Listener {
        private final CallThread thread;
        private final Runnable lost;
        private final PacedVoice voice;
        private final Conversation conversation;
        private final RtcPeer peer;
        private final Runnable tick = this::tick;
        private final byte[] frame = new byte[2 * Sound.FRAME];
        private SdpAnswer answer = new SdpAnswer(new byte[0]);

        Connection(CallThread thread, ObjectNode session, Runnable lost) {
            this.thread = thread;
            this.lost = lost;
            this.voice = new PacedVoice(speech, thread);
            this.conversation = new Conversation(
                    session, new ScriptedPatient(scripts), new Stage(this::send, thread, voice, answerDelay));
            this.peer = new RtcPeer(NativeMedia.factory(), thread, this);
        }

        void connect(byte[] offer) {
            answer = new SdpAnswer(peer.answer(offer));
            pacer.add(tick);
        }

        @Override
        public SdpAnswer answer() {
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
            lost.run();
        }

        @Override
        public void expire() {
            thread.run(conversation::expire);
        }

        @Override
        public void close() {
            pacer.remove(tick);
            thread.run(peer::close);
            thread.close();
        }

        private void send(ObjectNode event) {
            peer.send(event.toString());
        }

        private void tick() {
            voice.fill(frame);
            peer.push(frame);
        }
    }
}
