package dev.viva.limits;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.viva.address.ClientAddress;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places for event streams, each of which occupies a thread and a file handle as long as somebody follows: so many
 * for an address, so many in this process, so that health and relays keep room. A request that has taken one gives it
 * back when it ends, on whatever way. Thread-safe.
 */
public final class StreamSlots {
    /** A stream whose reader is gone is noticed at its next heartbeat, at the latest after this. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(StreamSlots.class);

    private final StreamLimits limits;
    private final AddressFactors factors;
    private final int total;
    private final Counter refusedToAddress;
    private final Counter refusedByProcess;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    /** The request under way, which is served by one thread from its beginning to its end. */
    private final ThreadLocal<Visit> visits = new ThreadLocal<>();

    private int all;

    private static final class Visit {
        private final InetAddress address;
        private boolean staying;

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
     * Those of a service. It must have client addresses, which {@link RateLimits#install} resolves.
     *
     * @param threads how many requests it serves at a time
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

    /** How many streams one session may have in this process. */
    public int perSession() {
        return limits.perSession();
    }

    private static long freeHandles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * Takes a place until the request that this thread serves ends.
     *
     * @throws ProblemException {@code too_many_streams} when the address or this process has none left
     */
    public void take() {
        Visit visit = visits.get();
        if (visit == null) {
            return; // called within this process: no connection is occupied
        }
        take(visit.address);
        visit.staying = true;
    }

    private synchronized void take(InetAddress address) {
        if (all >= total) {
            refusedByProcess.inc();
            throw new ProblemException(
                            Failure.TOO_MANY_STREAMS,
                            "This server has as many event streams open as it takes. Lines are stored all the same; try"
                                    + " again after `Retry-After`.")
                    .retryAfter(RETRY_AFTER);
        }
        int here = taken.getOrDefault(address, 0);
        if (here >= perAddress(address)) {
            refusedToAddress.inc();
            throw new ProblemException(
                            Failure.TOO_MANY_STREAMS,
                            "Your address has as many event streams open as one may. Close other pages that follow a"
                                    + " session and try again after `Retry-After`; lines are stored all the same.")
                    .retryAfter(RETRY_AFTER);
        }
        taken.put(address, here + 1);
        all++;
    }

    /** One address never has all of a process, unless the operator says that many people share it. */
    private long perAddress(InetAddress address) {
        int factor = factors.of(address);
        int most = factor > 1 ? total : Math.max(limits.perSession(), total / 2);
        return Math.min((long) limits.perAddress() * factor, most);
    }

    private synchronized void giveBack(InetAddress address) {
        all--;
        taken.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    private synchronized int taken() {
        return all;
    }

    private final class Release implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var visit = new Visit((InetAddress) request.getAttribute(ClientAddress.ATTRIBUTE));
            visits.set(visit);
            try {
                chain.doFilter(request, response);
            } finally {
                visits.remove();
                if (visit.staying) {
                    giveBack(visit.address);
                }
            }
        }
    }
}
