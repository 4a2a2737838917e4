package dev.viva.encounter;

import dev.viva.exam.Exams;
import dev.viva.library.CaseLibrary;

/** What a new session chooses from: the cases, and the exams. */
public record Choices(CaseLibrary library, Exams exams) {}
