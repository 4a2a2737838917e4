package dev.viva.encounter;

import dev.viva.exam.Exams;
import dev.viva.library.CaseLibrary;

/**
 * What decides about a new session.
 *
 * @param library the cases
 * @param exams the exams
 * @param config how long sessions last, and whether students say who they are
 */
public record Choices(CaseLibrary library, Exams exams, EncounterConfiguration config) {}
