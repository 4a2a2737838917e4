package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Until;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal arrives, whatever the slow client sends meanwhile. */
class HeaderDeadlineTest {
    private static final String BEGIN = "GET / HTTP/1.1\r\nHost: viva\r\nX-Slow: ";
    private static final String END = "\r\n\r\n";
    private static final String REFUSAL =
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final ByHand scheduler = new ByHand();
    private final AtomicInteger handled = new AtomicInteger();
    private final Server server = new Server(new QueuedThreadPool(), scheduler, null);
    private final SameThread connector = new SameThread(server);
    private Runnable meanwhile = () -> {};

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                handled.incrementAndGet();
                callback.succeeded();
                return true;
            }
        });
        server.addBean(new HeaderDeadline(server, 0, () -> {
            meanwhile.run();
            return REFUSAL.getBytes(StandardCharsets.US_ASCII);
        }));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void refusesAClientThatSendsWhileItIsRefused() {
        var client = connector.open();
        client.addInputAndExecute(BEGIN);
        meanwhile = () -> client.addInputAndExecute("a");
        scheduler.run();

        assertThat(client.takeOutputString()).isEqualTo(REFUSAL);
        assertThat(client.isOutputShutdown()).isTrue();
    }

    @Test
    void handlesNoRequestThatEndsAfterItsRefusal() {
        var client = connector.open();
        client.addInputAndExecute(BEGIN);
        meanwhile = () -> client.addInputAndExecute(END);
        scheduler.run();

        assertThat(client.takeOutputString()).isEqualTo(REFUSAL);
        assertThat(handled).hasValue(0);
    }

    @Test
    void handlesARequestInTime() {
        var client = connector.open();
        client.addInputAndExecute(BEGIN + END);
        scheduler.run();

        assertThat(client.takeOutputString()).startsWith("HTTP/1.1 200 ");
        assertThat(handled).hasValue(1);
    }

    /** Connections that read on the thread of the client who sends, so that a test says what comes first. */
    private static final class SameThread extends LocalConnector {
        SameThread(Server server) {
            super(server, SameThread::execute, null, null, 0, new HttpConnectionFactory());
        }

        /** The first task accepts connections until the end. */
        private static void execute(Runnable task) {
            if (task.toString().startsWith("acceptor-")) {
                Thread.ofVirtual().start(task);
            } else {
                task.run();
            }
        }

        LocalEndPoint open() {
            LocalEndPoint client = connect();
            Until.isTrue("it is accepted", client::isFillInterested);
            return client;
        }
    }

    /** Runs what is due when the test says so. */
    private static final class ByHand extends AbstractLifeCycle implements Scheduler {
        private final List<Runnable> due = new CopyOnWriteArrayList<>();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit units) {
            due.add(task);
            return () -> due.remove(task);
        }

        void run() {
            var now = new ArrayList<>(due);
            due.clear();
            now.forEach(Runnable::run);
        }
    }
}
