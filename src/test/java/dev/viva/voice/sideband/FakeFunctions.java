package dev.viva.voice.sideband;

import dev.viva.examination.VoiceFunctions;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallRules.Tool;
import java.util.List;

/** Functions that repeat what they were asked. */
final class FakeFunctions implements VoiceFunctions {
    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public String answer(String sessionId, FunctionCall call) {
        return call.name() + " in " + sessionId;
    }

    @Override
    public String answer(String sessionId, String lineId, FunctionCall call) {
        return answer(sessionId, call);
    }
}
