package dev.viva.voice;

import dev.viva.examination.VoiceFunctions;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.TextConversation;
import dev.viva.session.Session;
import dev.viva.voice.sideband.CallNotes;
import java.util.Optional;

/** Calls of typed lines at the provider. */
final class ProviderTypedCalls implements TypedCalls {
    private final CallSetup setup;
    private final CallConfigs configs;
    private final VoiceFunctions functions;
    private final CallNotes notes;
    private final RealtimeProvider provider;

    ProviderTypedCalls(
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

    @Override
    public Optional<String> begin(Session session) {
        return setup.typed(session);
    }

    @Override
    public TextConversation open(Session session) {
        return provider.converse(configs.typed(session));
    }

    @Override
    public CallRules rules(Session session) {
        return configs.rules(session);
    }

    @Override
    public String called(String sessionId, String lineId, CallEvent.FunctionCall call) {
        return functions.answer(sessionId, lineId, call);
    }

    @Override
    public void used(String sessionId, String callId, CallEvent.Usage usage) {
        notes.used(sessionId, callId, usage);
    }
}
