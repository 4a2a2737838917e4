package dev.viva.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.codahale.metrics.Counter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemReply;
import io.dropwizard.core.setup.Environment;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Bounds what slow or hostile clients can occupy. Until the caller is known, a request costs bounded bytes and time,
 * and takes no slot from other clients.
 */
public final class SlowClients {
    private final ConnectionsConfiguration limits;
    private final Predicate<InetAddress> unbounded;
    private final ObjectMapper json;
    private final Counter refused;

    private SlowClients(
            ConnectionsConfiguration limits, Predicate<InetAddress> unbounded, ObjectMapper json, Counter refused) {
        this.limits = limits;
        this.unbounded = unbounded;
        this.json = json;
        this.refused = refused;
    }

    /**
     * Bounds the clients of all connectors.
     *
     * @param proxies addresses whose number of connections has no bound, because many clients share them
     */
    public static void install(
            Environment environment, ConnectionsConfiguration limits, Predicate<InetAddress> proxies) {
        Predicate<InetAddress> unbounded = address -> address.isLoopbackAddress() || proxies.test(address);
        Counter refused = environment.metrics().counter("viva.http.refused");
        var clients = new SlowClients(limits, unbounded, environment.getObjectMapper(), refused);
        environment.jersey().register(new Disconnects());
        silenceHostLog();
        environment.lifecycle().addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                if (starting instanceof Server server) {
                    clients.install(server);
                }
            }
        });
    }

    /** Jetty would log an invalid {@code Host} as received, control characters included. */
    private static void silenceHostLog() {
        if (LoggerFactory.getLogger(HostPort.class) instanceof Logger hosts) {
            hosts.setLevel(Level.OFF);
        }
    }

    private void install(Server server) {
        Handler next = Objects.requireNonNull(server.getHandler(), "the server has no handler yet");
        server.setHandler(handler(server.getThreadPool(), next));
        server.addBean(new HeaderDeadline(server, limits.headerTimeout().toNanoseconds(), this::timeoutReply));
        if (limits.perAddress() > 0) {
            var connections = new AddressConnections(limits.perAddress(), unbounded);
            for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
                connector.getSelectorManager().addEventListener(connections);
            }
        }
    }

    /**
     * {@code maxThreads} bounds the requests that the service works on. Requests that wait for their client keep their
     * virtual thread, so the bound on virtual threads is removed.
     */
    private Handler handler(ThreadPool threads, Handler next) {
        if (!(threads instanceof QueuedThreadPool pool)) {
            return new PaceHandler(next, null, false, limits, refused);
        }
        // Otherwise Jetty gives up one idle thread a minute: those of a busy moment would stay for half an hour.
        pool.setMaxEvictCount(pool.getMaxThreads());
        if (pool.getVirtualThreadsExecutor() instanceof VirtualThreadPool virtual) {
            var slots = new Slots(virtual.getMaxConcurrentTasks());
            virtual.setMaxConcurrentTasks(0);
            // A log event of a thread without a name finds the thread's number by reflection.
            virtual.setName("request-");
            return new PaceHandler(next, slots, true, limits, refused);
        }
        // A waiting request also blocks its platform thread, so a quarter is reserved for health and connectors.
        return new PaceHandler(next, new Slots(Math.max(1, pool.getMaxThreads() * 3 / 4)), false, limits, refused);
    }

    private byte[] timeoutReply() {
        String id = "req_" + UUID.randomUUID().toString().replace("-", "");
        try (var named = MDC.putCloseable(ProblemReply.REQUEST_ID, id)) {
            byte[] body = json.writeValueAsBytes(ProblemReply.document(new ProblemException(Failure.REQUEST_TIMEOUT)));
            String head = "HTTP/1.1 408 Request Timeout\r\nContent-Type: " + ProblemReply.MEDIA_TYPE
                    + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nX-Request-Id: " + id
                    + "\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n";
            return (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a problem as JSON", e);
        }
    }
}
