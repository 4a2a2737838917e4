package dev.viva.transcript;

import dev.viva.model.Turn;

/** A line as it is stored, and whether this call stored it or an earlier one. */
public record Appended(Turn turn, boolean created) {}
