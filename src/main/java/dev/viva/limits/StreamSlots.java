package dev.viva.limits;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.viva.address.ClientAddress;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots for event streams. Each stream occupies a thread and a file handle as long as it is open. So their number
 * is bounded per address and in this process; the rest remains for health and relays. A slot is released when its
 * reply ends, however it ends. Thread-safe.
 */
public final class StreamSlots {
    /** By then, the next heartbeat has detected any stream whose reader disconnected. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(StreamSlots.class);

    private final StreamLimits limits;
    private final AddressFactors factors;
    private final int total;
    private final Counter refusedToAddress;
    private final Counter refusedByProcess;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    /** The current request of the thread: one thread serves a request from start to end. */
    private final ThreadLocal<Visit> visits = new ThreadLocal<>();

    private int open;

    /** A reply that goes on until its reader disconnects. */
    public interface Stream extends AutoCloseable {
        /** Writes the beginning, on the request's thread. */
        void open(OutputStream out) throws IOException;

        /** Writes the rest, on a thread of its own. It ends by itself when the reader disconnects. */
        void write(OutputStream out);

        /** Called once at the end, even if nothing was written. */
        @Override
        void close();
    }

    private static final class Visit {
        private final InetAddress address;
        private boolean streaming;
        private @Nullable Stream stream;

        private Visit(InetAddress address) {
            this.address = address;
        }
    }

    StreamSlots(StreamLimits limits, AddressFactors factors, int total, MetricRegistry metrics) {
        this.limits = limits;
        this.factors = factors;
        this.total = total;
        this.refusedToAddress = metrics.counter("viva.streams.refused.address");
        this.refusedByProcess = metrics.counter("viva.streams.refused.process");
        metrics.gauge("viva.streams.limit", () -> () -> total);
        metrics.gauge("viva.streams.taken", () -> this::taken);
    }

    /**
     * Installs the slots of a service. {@link RateLimits#install} must resolve the client addresses before.
     *
     * @param threads the requests that the service serves at a time
     */
    public static StreamSlots install(Environment environment, LimitsConfiguration limits, int threads) {
        int total = limits.streams().total(threads, freeHandles());
        environment
                .lifecycle()
                .addServerLifecycleListener(
                        server -> log.info("limits: up to {} event streams in this process", total));
        var slots = new StreamSlots(limits.streams(), AddressFactors.of(limits), total, environment.metrics());
        environment
                .servlets()
                .addFilter("stream-slots", slots.new Release())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/api/*");
        return slots;
    }

    /** The maximum number of streams per session in this process. */
    public int perSession() {
        return limits.perSession();
    }

    private static long freeHandles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * Takes a slot until the reply to the request that this thread serves ends.
     *
     * @throws ProblemException {@code too_many_streams} when the address or this process has no free slot
     */
    public void take() {
        Visit visit = visits.get();
        if (visit == null) {
            return; // called within this process, without a connection
        }
        take(visit.address);
        visit.streaming = true;
    }

    /**
     * Opens a stream as the reply to the request that this thread serves. The rest is written on a thread of its own,
     * once this one has served the request. The thread of the request has a deep stack, and on it the whole state of the
     * request's handling: three quarters of the heap that an idle stream would take.
     */
    public void reply(Stream stream, OutputStream out) throws IOException {
        Visit visit = visits.get();
        if (visit == null) { // called within this process, without a connection
            try (stream) {
                stream.open(out);
                stream.write(out);
            }
            return;
        }
        visit.stream = stream;
        stream.open(out);
    }

    private synchronized void take(InetAddress address) {
        if (open >= total) {
            refusedByProcess.inc();
            throw new ProblemException(
                            Failure.TOO_MANY_STREAMS,
                            "This server has its maximum number of event streams open. Try again after `Retry-After`;"
                                    + " lines are still stored.")
                    .retryAfter(RETRY_AFTER);
        }
        int ofAddress = taken.getOrDefault(address, 0);
        if (ofAddress >= perAddress(address)) {
            refusedToAddress.inc();
            throw new ProblemException(
                            Failure.TOO_MANY_STREAMS,
                            "Your address has its maximum number of event streams open. Close other pages that follow a"
                                    + " session and try again after `Retry-After`; lines are still stored.")
                    .retryAfter(RETRY_AFTER);
        }
        taken.put(address, ofAddress + 1);
        open++;
    }

    /** One address cannot take all slots of a process, unless the operator says that many people share it. */
    private long perAddress(InetAddress address) {
        int factor = factors.of(address);
        int max = factor > 1 ? total : Math.max(limits.perSession(), total / 2);
        return Math.min((long) limits.perAddress() * factor, max);
    }

    private synchronized void release(InetAddress address) {
        open--;
        taken.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    private synchronized int taken() {
        return open;
    }

    private final class Release implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var visit = new Visit((InetAddress) request.getAttribute(ClientAddress.ATTRIBUTE));
            visits.set(visit);
            boolean goesOn = false;
            try {
                chain.doFilter(request, response);
                if (visit.stream != null) {
                    goOn(visit, visit.stream, request, response);
                    goesOn = true;
                }
            } finally {
                visits.remove();
                if (!goesOn) {
                    end(visit);
                }
            }
        }

        private void goOn(Visit visit, Stream stream, ServletRequest request, ServletResponse response)
                throws IOException {
            OutputStream out = response.getOutputStream();
            // The authentication would keep reachable all that the framework made of the request.
            Request.setAuthenticationState(ServletContextRequest.getServletContextRequest(request), null);
            AsyncContext reply = request.startAsync();
            reply.setTimeout(0);
            Thread.ofVirtual().inheritInheritableThreadLocals(false).start(() -> {
                try {
                    stream.write(out);
                } catch (RuntimeException e) {
                    log.error("event stream: failed, its reader reconnects", e);
                } finally {
                    end(visit);
                    complete(reply);
                }
            });
        }

        private void end(Visit visit) {
            if (visit.stream != null) {
                visit.stream.close();
            }
            if (visit.streaming) {
                release(visit.address);
            }
        }

        private static void complete(AsyncContext reply) {
            try {
                reply.complete();
            } catch (IllegalStateException e) {
                log.debug("event stream: the server has ended the reply: {}", e.getMessage());
            }
        }
    }
}
