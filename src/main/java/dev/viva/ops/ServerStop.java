package dev.viva.ops;

import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/** Keeps a stopping server from waiting for its whole grace period, after which its stop counts as failed. */
public final class ServerStop {
    private ServerStop() {}

    /** Closes what would keep a stopping server waiting, such as open streams. */
    public static void before(Environment environment, Runnable close) {
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                close.run();
            }
        });
    }

    /** Closes idle connections soon that open when the stop has begun, as Jetty does with those that are open then. */
    static void closeLateConnections(Environment environment) {
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    server.getBeans(AbstractConnector.class).forEach(ServerStop::closeLateConnections);
                }
            }
        });
    }

    /** A stop that begins shortens the time to be idle of the open connections; those that come later keep theirs. */
    static void closeLateConnections(AbstractConnector connector) {
        connector.addEventListener(new Connection.Listener() {
            @Override
            public void onOpened(Connection connection) {
                if (connector.isShutdown()) {
                    connection.getEndPoint().setIdleTimeout(connector.getShutdownIdleTimeout());
                }
            }
        });
    }
}
