package dev.viva.realtime;

import dev.viva.problem.Secret;

/**
 * What stays as the server says while a call lasts, though its browser may change the session: what the patient is told,
 * that words are written down, and that the patient has no tools. When a turn ends is left to the browser, for push to
 * talk.
 *
 * @param instructions what the patient is told about itself
 * @param hearing how the student's words are written down
 */
public record CallRules(Secret instructions, CallConfig.Hearing hearing) {}
