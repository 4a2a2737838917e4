package dev.viva.voice.sideband;

import dev.viva.examination.VoiceFunctions;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallRules.Tool;
import java.util.List;

/** Functions that repeat what they were asked. */
final class FakeFunctions implements VoiceFunctions {
    private volatile Runnable meanwhile = () -> {};

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    /** What happens while the next function is answered. */
    void meanwhile(Runnable task) {
        meanwhile = task;
    }

    @Override
    public String answer(String sessionId, FunctionCall call) {
        meanwhile.run();
        return call.name() + " in " + sessionId;
    }

    @Override
    public String answer(String sessionId, String lineId, FunctionCall call) {
        return answer(sessionId, call);
    }
}
