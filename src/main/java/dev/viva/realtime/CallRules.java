package dev.viva.realtime;

import dev.viva.problem.Secret;

/**
 * What the server enforces during a call, though the browser may change the session: the instructions, transcription of
 * the student, and no tools. The browser may decide when a turn ends, for push-to-talk.
 *
 * @param instructions the patient's instructions: case, phase, rules
 * @param speech how the student is transcribed
 */
public record CallRules(Secret instructions, CallConfig.SpeechInput speech) {}
