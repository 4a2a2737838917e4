package dev.viva.typed;

import dev.viva.problem.Secret;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import dev.viva.voice.TypedCalls;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Text conversations that record what they are sent, and give the answers that a test prepares. */
final class FakeTypedCalls implements TypedCalls {
    private final List<Conversation> opened = new CopyOnWriteArrayList<>();
    private final Queue<Prepared> prepared = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Runnable beforeNextCall;

    private record Prepared(String answer, Runnable meanwhile) {}

    /** Prepares the next answer. */
    void answer(String words) {
        answer(words, () -> {});
    }

    /** Prepares the next answer, and what happens while the patient thinks. */
    void answer(String words, Runnable meanwhile) {
        prepared.add(new Prepared(words, meanwhile));
    }

    /** The next line finds a voice call that has just begun. */
    void voiceCallBegins(Runnable how) {
        beforeNextCall = how;
    }

    /** All conversations, in the order in which they were opened. */
    List<Conversation> opened() {
        return opened;
    }

    /** One conversation. */
    final class Conversation implements TextConversation {
        private final List<List<String>> asked = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        /** The lines that it was sent for each answer, the question last. */
        List<List<String>> asked() {
            return asked;
        }

        @Override
        public String ask(CallRules rules, List<Line> lines, Progress progress) {
            asked.add(lines.stream().map(Line::text).toList());
            Prepared next = prepared.remove();
            next.meanwhile().run();
            return next.answer();
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public Optional<String> begin(Session session) {
        Runnable meanwhile = beforeNextCall;
        beforeNextCall = null;
        if (meanwhile == null) {
            return Optional.of(Session.CallRef.typedId());
        }
        meanwhile.run();
        return Optional.empty();
    }

    @Override
    public TextConversation open(Session session) {
        var conversation = new Conversation();
        opened.add(conversation);
        return conversation;
    }

    @Override
    public CallRules rules(Session session) {
        return new CallRules(new Secret("Play the patient."), RealtimeConfiguration.DEFAULTS.speech(null));
    }

    @Override
    public String called(String sessionId, String lineId, CallEvent.FunctionCall call) {
        throw new UnsupportedOperationException("this patient calls no function");
    }

    @Override
    public void used(String sessionId, String callId, CallEvent.Usage usage) {
        throw new UnsupportedOperationException("this patient uses no tokens");
    }
}
