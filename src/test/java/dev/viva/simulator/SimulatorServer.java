package dev.viva.simulator;

import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.simulator.SimulatorConfiguration.MediaType;
import dev.viva.simulator.patient.Scripts;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The simulator behind a real socket, as the service mounts it. */
public final class SimulatorServer implements AutoCloseable {
    public static final Secret KEY = new Secret("simulator-key");

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    public final Simulator simulator;

    public SimulatorServer(SimulatorConfiguration configuration) throws Exception {
        simulator = configuration.build(KEY, Scripts.LIBRARY, Clock.systemUTC());
        ServletContextHandler context = new ServletContextHandler("/");
        simulator.mount(context);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
    }

    public static SimulatorConfiguration configuration(MediaType media, int maxCalls, @Nullable Duration answerDelay) {
        return new SimulatorConfiguration(media, maxCalls, answerDelay, null, null, null);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + SimulatorFactory.PATH);
    }

    public OpenAiRealtime provider(Secret key) {
        return new OpenAiRealtime(
                this::address, key, TimeoutConfiguration.DEFAULTS, Duration.seconds(1), ProviderObserver.NONE);
    }

    public static CallConfig config() {
        return new CallConfig(
                "gpt-realtime-2.1",
                "marin",
                new Secret(Scripts.INSTRUCTIONS),
                RealtimeConfiguration.DEFAULTS.speech("en"),
                CallConfig.Origin.NONE);
    }

    public static Sdp.Offer offer(String sdp) {
        return new Sdp.Offer(sdp.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        simulator.stop();
        server.stop();
    }
}
