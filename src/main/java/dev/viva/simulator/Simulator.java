package dev.viva.simulator;

import dev.viva.problem.Secret;
import io.dropwizard.lifecycle.Managed;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletRegistration;
import java.time.Clock;

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
    private final SimulatorServlet servlet;

    /** @param key what a client must show as its API key */
    public Simulator(SimulatorConfiguration configuration, Secret key, CaseScripts scripts) {
        Media media = switch (configuration.media()) {
            case WEBRTC -> new WebRtcMedia(scripts, configuration.answerDelay().toJavaDuration());
            case NONE -> new NoMedia();
        };
        this.calls = new SimulatedCalls(media, configuration.maxCalls(), timers, Clock.systemUTC());
        this.servlet = new SimulatorServlet(calls, key);
    }

    /** To be registered, and its registration given to {@link #mount}. */
    public Servlet servlet() {
        return servlet;
    }

    /** Maps the servlet to {@link #PATH} and sets the bounds of what it reads. */
    public void mount(ServletRegistration.Dynamic registration) {
        registration.addMapping(PATH + "/*");
        registration.setMultipartConfig(SimulatorServlet.bounds());
    }

    /** How many calls are going on. */
    public int liveCalls() {
        return calls.live();
    }

    @Override
    public void stop() {
        calls.close();
        timers.close();
    }
}
