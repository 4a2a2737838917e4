package dev.viva.examination;

import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallRules.Tool;
import java.util.List;

/** The functions that a patient's voice may call, and their output. Implementations are thread-safe. */
public interface VoiceFunctions {
    /** The same for every case: a student's browser can read them. */
    List<Tool> tools();

    /**
     * The output of a function that the voice of a call called. The same call has the same output.
     *
     * @return a JSON object with what the patient is to say; within seconds, whatever fails
     */
    String answer(String sessionId, FunctionCall call);

    /**
     * The output of a function that the voice called to answer a typed line. A line that is answered once more, after a
     * restart, calls functions again under other ids: the same test then is the same examination.
     */
    String answer(String sessionId, String lineId, FunctionCall call);
}
