package dev.viva.voice;

import dev.viva.access.Access;
import dev.viva.examination.VoiceFunctions;
import dev.viva.patient.FrozenCases;
import dev.viva.storage.Database;
import dev.viva.transcript.Transcripts;

/**
 * The sessions that calls and typed lines belong to.
 *
 * @param database where they are stored
 * @param access who may use them
 * @param cases their cases
 * @param transcripts their transcripts and followers
 * @param functions what their patients' voices may call
 */
public record Sessions(
        Database database, Access access, FrozenCases cases, Transcripts transcripts, VoiceFunctions functions) {}
