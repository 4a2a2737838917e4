package dev.viva.voice;

import dev.viva.resilience.ProviderHealth;
import dev.viva.resilience.ResilientProvider;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The provider of calls, and its state.
 *
 * @param health records the outcome of each request
 * @param connectUrl where browsers reach the provider, as seen from them
 * @param voiceFault why voice calls are impossible on this server, in words; empty while they are possible
 */
public record VoiceProvider(
        ResilientProvider realtime, ProviderHealth health, URI connectUrl, Supplier<Optional<String>> voiceFault) {}
