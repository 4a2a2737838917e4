package dev.viva.realtime;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A model that the provider offers.
 *
 * @param shutdownDate when it will be gone; null when the provider names no day
 */
public record Model(String id, @Nullable LocalDate shutdownDate) {}
