package dev.viva.voice;

import dev.viva.resilience.ProviderHealth;
import dev.viva.resilience.ResilientProvider;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The provider of calls, and what is known about it.
 *
 * @param health learns how each request went
 * @param connectUrl where browsers reach the provider, as seen from them
 * @param voiceFault why this server cannot hold voice calls, in words; empty while it can
 */
public record VoiceProvider(
        ResilientProvider realtime, ProviderHealth health, URI connectUrl, Supplier<Optional<String>> voiceFault) {}
