package dev.viva.typed;

import dev.viva.model.Turn;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import dev.viva.voice.TypedCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * This replica's text conversations at the provider, one per session with recent typed lines. Each is a cache of the
 * session's log: before each answer it receives the lines that it lacks, and a lost one is opened again. Thread-safe;
 * only one thread at a time may ask for a session.
 */
final class Conversations implements AutoCloseable {
    /** A conversation without a line for this long is closed; the next line opens another. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private final TypedCalls calls;
    private final Clock clock;
    private final Map<String, Open> conversations = new ConcurrentHashMap<>();

    /** A conversation and the items that it has. Used by the asking thread, or by the sweep while no thread asks. */
    private static final class Open {
        final TextConversation conversation;
        final Set<String> known = new HashSet<>();
        volatile Instant usedAt;
        volatile boolean inUse = true;

        Open(TextConversation conversation, Instant now) {
            this.conversation = conversation;
            this.usedAt = now;
        }
    }

    Conversations(TypedCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * Asks the patient.
     *
     * @param lines the transcript, the question last
     * @throws ProviderException when there is no answer
     */
    String ask(AwaitedAnswers.Claim question, List<Turn> lines, TextConversation.Progress progress) {
        Session session = question.session();
        Open here = take(session, question.itemId());
        boolean answered = false;
        try {
            List<Turn> unknown = lines.stream()
                    .filter(turn -> !here.known.contains(turn.itemId()))
                    .toList();
            String answer = here.conversation.ask(
                    calls.rules(session), unknown.stream().map(History::line).toList(), progress);
            unknown.forEach(turn -> here.known.add(turn.itemId()));
            here.known.add(question.answerId());
            answered = true;
            return answer;
        } finally {
            here.usedAt = clock.instant();
            here.inUse = false;
            if (!answered) {
                drop(session.id(), here); // it may contain half an answer
            }
        }
    }

    /** Opens a new conversation also for a question that the patient heard and passed over: it must come last. */
    private Open take(Session session, String itemId) {
        Open before = conversations.get(session.id());
        if (before != null) {
            before.inUse = true;
            if (before.conversation.isOpen() && !before.known.contains(itemId)) {
                return before;
            }
            drop(session.id(), before);
        }
        var opened = new Open(calls.open(session), clock.instant());
        conversations.put(session.id(), opened);
        return opened;
    }

    /** Closes a session's conversation, which may differ from the log. Called by the thread that asked. */
    void forget(String sessionId) {
        Open here = conversations.get(sessionId);
        if (here != null) {
            drop(sessionId, here);
        }
    }

    private void drop(String sessionId, Open here) {
        conversations.remove(sessionId, here);
        here.conversation.close();
    }

    /** The number of open conversations. */
    int open() {
        return conversations.size();
    }

    /** Closes idle conversations, and those whose session no longer needs one. */
    void closeIdle(Predicate<String> needed) {
        Instant bound = clock.instant().minus(IDLE);
        conversations.forEach((sessionId, here) -> {
            boolean idle = here.usedAt.isBefore(bound) || !needed.test(sessionId);
            if (idle && !here.inUse) {
                drop(sessionId, here);
            }
        });
    }

    @Override
    public void close() {
        conversations.forEach(this::drop);
    }
}
