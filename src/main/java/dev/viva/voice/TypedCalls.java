package dev.viva.voice;

import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import java.util.Optional;

/** Calls of typed lines: the patient answers in text, without media. Implementations are thread-safe. */
public interface TypedCalls {
    /**
     * Makes sure that the session's call is one of typed lines.
     *
     * @param session as it was when the line was stored or claimed: a voice call that is newer is not replaced
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code upstream_unavailable}
     * @return the call's id; empty when a voice call has begun since
     */
    Optional<String> begin(Session session);

    /** @throws ProviderException when the provider does not open a conversation */
    TextConversation open(Session session);

    /** The rules for a session's patient in its present phase. */
    CallRules rules(Session session);

    /** The output of a function that the voice called to answer a line. */
    String called(String sessionId, String lineId, CallEvent.FunctionCall call);

    /** Counts and books the tokens of an answer. */
    void used(String sessionId, String callId, CallEvent.Usage usage);
}
