package dev.viva.ops;

import io.dropwizard.core.setup.Environment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ShutdownThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the stop. At SIGTERM readiness turns 503 while everything still works; after the drain notice the server
 * stops. A load balancer that probes within the notice routes no request to a stopping server. Thread-safe.
 */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Duration notice;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean draining;

    /** @param notice how long the server stays open; zero on a laptop, two probe intervals behind a load balancer */
    Drain(Duration notice) {
        this.notice = notice;
    }

    /** Whether the process is about to stop. */
    boolean draining() {
        return draining;
    }

    /** Hooks into the shutdown of the process, ahead of the server's own hook. */
    void install(Environment environment) {
        var ahead = new Ahead();
        environment.lifecycle().addServerLifecycleListener(server -> {
            LifeCycle.start(ahead);
            ShutdownThread.register(0, ahead); // hooks run in this order, and the server's own is there already
        });
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStopping(LifeCycle server) {
                draining = true;
            }

            @Override
            public void lifeCycleStopped(LifeCycle server) {
                stopped.countDown();
                ShutdownThread.deregister(ahead);
            }
        });
    }

    /** Turns readiness to 503 and waits until the notice is over or the server has stopped. */
    void giveNotice() throws InterruptedException {
        draining = true;
        log.info("shutdown: readiness is 503 from now on, the server stops in {} ms", notice.toMillis());
        boolean already = stopped.await(notice.toNanos(), TimeUnit.NANOSECONDS);
        log.info(
                already
                        ? "shutdown: the server has already stopped"
                        : "shutdown: drain notice over, the server stops now");
    }

    private final class Ahead extends AbstractLifeCycle {
        @Override
        protected void doStop() throws InterruptedException {
            giveNotice();
        }
    }
}
