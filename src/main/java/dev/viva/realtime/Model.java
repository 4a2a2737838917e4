package dev.viva.realtime;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A model of the provider.
 *
 * @param shutdownDate the day it is shut down; null if none is announced
 */
public record Model(String id, @Nullable LocalDate shutdownDate) {}
