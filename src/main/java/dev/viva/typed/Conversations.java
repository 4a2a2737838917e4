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
 * The conversations in text that this process holds at the provider, one for each session that typed a line here lately.
 * Each is a cache of the session's log: it is told what it has not heard before each answer, and one that is lost is
 * opened again. Thread-safe; a session is asked by one thread at a time.
 */
final class Conversations implements AutoCloseable {
    /** After so long without a line a conversation is closed; the next line opens another. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private final TypedCalls calls;
    private final Clock clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** A conversation and what it was told; touched by the asking thread, and by the sweep while nobody asks. */
    private static final class Held {
        final TextConversation conversation;
        final Set<String> told = new HashSet<>();
        volatile Instant usedAt;
        volatile boolean asked = true;

        Held(TextConversation conversation, Instant now) {
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
     * @param lines what was said, the question last
     * @param answerId under which the answer will be stored
     * @throws ProviderException when there is no answer
     */
    String ask(Session session, List<Turn> lines, String answerId, TextConversation.Progress progress) {
        Held here = take(session);
        boolean answered = false;
        try {
            List<Turn> untold = lines.stream()
                    .filter(turn -> !here.told.contains(turn.itemId()))
                    .toList();
            String answer = here.conversation.ask(
                    calls.rules(session), untold.stream().map(History::line).toList(), progress);
            untold.forEach(turn -> here.told.add(turn.itemId()));
            here.told.add(answerId);
            answered = true;
            return answer;
        } finally {
            here.usedAt = clock.instant();
            here.asked = false;
            if (!answered) {
                drop(session.id(), here); // it may hold half an answer
            }
        }
    }

    private Held take(Session session) {
        Held before = held.get(session.id());
        if (before != null) {
            before.asked = true;
            if (before.conversation.isOpen()) {
                return before;
            }
            drop(session.id(), before);
        }
        var opened = new Held(calls.open(session), clock.instant());
        held.put(session.id(), opened);
        return opened;
    }

    private void drop(String sessionId, Held here) {
        held.remove(sessionId, here);
        here.conversation.close();
    }

    /** How many are open. */
    int open() {
        return held.size();
    }

    /** Closes those that are idle, and those whose session needs none any more. */
    void closeIdle(Predicate<String> needed) {
        Instant bound = clock.instant().minus(IDLE);
        held.forEach((sessionId, here) -> {
            boolean idle = here.usedAt.isBefore(bound) || !needed.test(sessionId);
            if (idle && !here.asked) {
                drop(sessionId, here);
            }
        });
    }

    @Override
    public void close() {
        held.forEach(this::drop);
    }
}
