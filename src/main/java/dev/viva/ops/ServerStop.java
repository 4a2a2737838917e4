package dev.viva.ops;

import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.util.component.LifeCycle;

/** Runs what must happen before the server stops. */
public final class ServerStop {
    private ServerStop() {}

    /** Closes what would keep a stopping server waiting for its whole grace period, such as open streams. */
    public static void before(Environment environment, Runnable close) {
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                close.run();
            }
        });
    }
}
