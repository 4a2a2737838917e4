package dev.viva.simulator;

import dev.viva.realtime.SimulatorFactory;
import dev.viva.simulator.media.CallThread;
import io.dropwizard.lifecycle.Managed;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;

/**
 * The simulated provider, ready to be mounted on the service's own port; thread-safe.
 *
 * <p>It listens only where it is mounted. The first call that needs them loads the native library and the synthesiser. All
 * calls end when it stops.
 */
public final class Simulator implements Managed {
    private final CallThread timers;
    private final SimulatedCalls calls;
    private final FaultInjector faultInjector;
    private final SimulatorServlet servlet;

    Simulator(CallThread timers, SimulatedCalls calls, FaultInjector faultInjector, SimulatorServlet servlet) {
        this.timers = timers;
        this.calls = calls;
        this.faultInjector = faultInjector;
        this.servlet = servlet;
    }

    /** Answers under {@link SimulatorFactory#PATH} from now on; call it before the context starts. */
    void mount(ServletContextHandler context) {
        ServletHolder holder = new ServletHolder("simulator", servlet);
        holder.getRegistration().setMultipartConfig(SimulatorServlet.bounds());
        context.addServlet(holder, SimulatorFactory.PATH + "/*");
        JettyWebSocketServletContainerInitializer.configure(context, null);
    }

    /** The number of live calls. */
    public int liveCalls() {
        return calls.live();
    }

    /** Ends the simulated hangs: a server that stops would wait for their requests. */
    void release() {
        faultInjector.close();
    }

    @Override
    public void stop() {
        faultInjector.close();
        calls.close();
        timers.close();
    }
}
