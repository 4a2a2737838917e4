package dev.viva.simulator;

import dev.viva.problem.Secret;
import dev.viva.simulator.media.CallThread;
import dev.viva.simulator.media.Media;
import dev.viva.simulator.media.NativeMedia;
import dev.viva.simulator.media.NoMedia;
import dev.viva.simulator.media.WebRtcMedia;
import dev.viva.simulator.patient.CaseScripts;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;

/**
 * The stand-in for the provider, ready to be mounted on the service's own port; thread-safe.
 *
 * <p>It listens only where it is mounted, loads the native library and the synthesiser with the first call that needs
 * them, and ends all calls when stopped.
 */
public final class Simulator implements Managed {
    /** Where it is mounted; the provider's base URL is the service's own address with this path. */
    public static final String PATH = "/simulator";

    private final CallThread timers = new CallThread("simulator-timers");
    private final SimulatedCalls calls;
    private final boolean withSound;
    private final Misbehaviour misbehaviour;
    private final SimulatorServlet servlet;

    /** @param key what a client must show as its API key */
    public Simulator(SimulatorConfiguration configuration, Secret key, CaseScripts scripts) {
        this.withSound = configuration.media() == SimulatorConfiguration.MediaType.WEBRTC;
        Media media = switch (configuration.media()) {
            case WEBRTC -> new WebRtcMedia();
            case NONE -> new NoMedia();
        };
        this.calls = new SimulatedCalls(
                media,
                configuration.maxCalls(),
                timers,
                Clock.systemUTC(),
                new Casting(scripts, configuration.answerDelay().toJavaDuration()));
        ClientSecrets secrets = new ClientSecrets(Clock.systemUTC());
        Credentials credentials = new Credentials(key, secrets);
        FaultPlan plan = new FaultPlan(configuration.faults());
        this.misbehaviour = new Misbehaviour(plan, credentials, timers);
        this.servlet = new SimulatorServlet(
                new CallRoutes(calls, credentials, secrets, plan),
                new AccountRoutes(credentials, secrets, configuration.models()),
                new ControlRoutes(calls, credentials, plan),
                misbehaviour);
    }

    /** Answers under {@link #PATH} from now on; to be called before the context starts. */
    public void mount(ServletContextHandler context) {
        ServletHolder holder = new ServletHolder("simulator", servlet);
        holder.getRegistration().setMultipartConfig(SimulatorServlet.bounds());
        context.addServlet(holder, PATH + "/*");
        JettyWebSocketServletContainerInitializer.configure(context, null);
    }

    /** Why it can hold no voice calls, in one sentence with the way out; empty while it can. */
    public Optional<String> voiceFault() {
        return withSound ? NativeMedia.fault() : Optional.empty();
    }

    /** How many calls are going on. */
    public int liveCalls() {
        return calls.live();
    }

    /** Lets go of requests that it keeps waiting: a server that stops would wait for them. */
    public void release() {
        misbehaviour.close();
    }

    @Override
    public void stop() {
        misbehaviour.close();
        calls.close();
        timers.close();
    }
}
