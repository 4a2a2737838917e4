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
 * Says that the process is about to stop, before it does: at SIGTERM readiness turns 503 while everything still works,
 * and only after the notice does the server close its doors. Balancers that look within the notice send nobody into a
 * closing door. Thread-safe.
 */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Duration notice;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean draining;

    /** @param notice how long it stays open after saying so; zero for a laptop, a balancer's two looks behind one */
    Drain(Duration notice) {
        this.notice = notice;
    }

    /** Whether it is about to stop. */
    boolean draining() {
        return draining;
    }

    /** Listens for the end of the process, ahead of the server, and for that of the server. */
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

    /** Gives notice; returns when it is over or the server has stopped otherwise. */
    void giveNotice() throws InterruptedException {
        draining = true;
        log.info("shutting down: not ready from now on, closing in {} ms", notice.toMillis());
        boolean already = stopped.await(notice.toNanos(), TimeUnit.NANOSECONDS);
        log.info(already ? "the server has stopped already" : "notice is over, closing");
    }

    private final class Ahead extends AbstractLifeCycle {
        @Override
        protected void doStop() throws InterruptedException {
            giveNotice();
        }
    }
}
