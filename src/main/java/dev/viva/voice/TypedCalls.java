package dev.viva.voice;

import dev.viva.examination.VoiceFunctions;
import dev.viva.problem.ProblemException;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import dev.viva.voice.sideband.CallNotes;

/** Calls of typed lines: the patient answers in text, without media. Thread-safe. */
public final class TypedCalls {
    private final CallSetup setup;
    private final CallConfigs configs;
    private final VoiceFunctions functions;
    private final CallNotes notes;
    private final RealtimeProvider provider;

    TypedCalls(
            CallSetup setup,
            CallConfigs configs,
            VoiceFunctions functions,
            CallNotes notes,
            RealtimeProvider provider) {
        this.setup = setup;
        this.configs = configs;
        this.functions = functions;
        this.notes = notes;
        this.provider = provider;
    }

    /**
     * Makes sure that the session's call is one of typed lines.
     *
     * @throws ProblemException {@code session_ended}, {@code budget_exhausted}, or {@code upstream_unavailable}
     * @return the call's id
     */
    public String begin(Session session) {
        return setup.typed(session);
    }

    /** @throws ProviderException when the provider does not open a conversation */
    public TextConversation open(Session session) {
        return provider.converse(configs.callConfig(session));
    }

    /** The rules for a session's patient in its present phase. */
    public CallRules rules(Session session) {
        return configs.rules(session);
    }

    /** The output of a function that the voice called to answer a line. */
    public String called(String sessionId, String lineId, CallEvent.FunctionCall call) {
        return functions.answer(sessionId, lineId, call);
    }

    /** Counts and books the tokens of an answer. */
    public void used(String sessionId, String callId, CallEvent.Usage usage) {
        notes.used(sessionId, callId, usage);
    }
}
