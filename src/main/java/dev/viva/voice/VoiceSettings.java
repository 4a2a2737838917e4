package dev.viva.voice;

import dev.viva.realtime.RealtimeConfiguration;

/** The parts of the configuration that shape voice calls: the provider's, the calls' own, and what may be spent. */
public record VoiceSettings(RealtimeConfiguration realtime, CallsConfiguration calls, BudgetConfiguration budget) {}
