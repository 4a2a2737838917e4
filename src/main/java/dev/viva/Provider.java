package dev.viva;

import dev.viva.library.CaseLibrary;
import dev.viva.metrics.Metrics;
import dev.viva.model.VoiceMode;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.resilience.ProviderHealth;
import dev.viva.resilience.ResilientProvider;
import dev.viva.voice.VoiceProvider;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Chooses who plays the patient: the real provider, or the simulator on this service's own port. Both use the same
 * adapter, so its HTTP always runs.
 */
final class Provider {
    private Provider() {}

    static VoiceProvider install(
            VivaConfiguration config, CaseLibrary library, Environment environment, Metrics metrics, Clock clock) {
        var health = new ProviderHealth(metrics.registry(), clock);
        var realtime = config.realtime;
        Secret key = realtime.apiKey();
        if (!realtime.simulated() && key != null) {
            var provider = adapter(realtime::baseUri, key, config, health);
            return new VoiceProvider(
                    resilient(provider, config, environment), health, connectUrl(config), Optional::empty);
        }
        var simulator = config.simulator.mount(
                environment, reference -> library.script(reference, LocalDate.now(clock)), clock);
        var provider = adapter(ownAddress(environment), simulator.key(), config, health);
        return new VoiceProvider(
                resilient(provider, config, environment), health, connectUrl(config), simulator.voiceFault());
    }

    private static OpenAiRealtime adapter(
            Supplier<URI> address, Secret key, VivaConfiguration config, ProviderObserver observer) {
        return new OpenAiRealtime(address, key, config.realtime.timeouts(), config.calls.endedAfter(), observer);
    }

    private static ResilientProvider resilient(
            OpenAiRealtime provider, VivaConfiguration config, Environment environment) {
        var resilient = new ResilientProvider(provider, config.realtime.resilience());
        environment.lifecycle().manage(new AutoCloseableManager(resilient));
        environment
                .metrics()
                .gauge("viva.provider.breaker", () -> () -> resilient.breaker().gauge());
        environment.metrics().gauge("viva.sideband.ignored_events", () -> provider::ignoredEvents);
        return resilient;
    }

    /** The address at which a browser in direct mode reaches the provider; a path of this service for the simulator. */
    private static URI connectUrl(VivaConfiguration config) {
        String begin = config.realtime.simulated()
                ? SimulatorFactory.PATH
                : config.realtime.baseUri().toString();
        return URI.create(begin + OpenAiRealtime.CALLS);
    }

    /** The origins, other than this service's own, that the page connects to. */
    static List<String> connectOrigins(VivaConfiguration config) {
        if (config.calls.mode() != VoiceMode.DIRECT || config.realtime.simulated()) {
            return List.of();
        }
        URI base = config.realtime.baseUri();
        return List.of(base.getScheme() + "://" + base.getAuthority());
    }

    /** The port is known once the service listens: it may have been configured as 0, any free one. */
    private static Supplier<URI> ownAddress(Environment environment) {
        var address = new CompletableFuture<URI>();
        environment
                .lifecycle()
                .addServerLifecycleListener(server -> address.complete(
                        URI.create("http://127.0.0.1:" + applicationPort(server) + SimulatorFactory.PATH)));
        return address::join;
    }

    private static int applicationPort(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }
}
