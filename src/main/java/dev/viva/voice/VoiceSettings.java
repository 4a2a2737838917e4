package dev.viva.voice;

import dev.viva.realtime.RealtimeConfiguration;

/** The parts of the configuration that concern voice calls: provider, calls and budget. */
public record VoiceSettings(RealtimeConfiguration realtime, CallsConfiguration calls, BudgetConfiguration budget) {}
