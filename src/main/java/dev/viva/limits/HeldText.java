package dev.viva.limits;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
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
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the text that replies hold until their readers have taken them, in this process and for each address. A
 * transcript is read whole, since its digest covers all of it, and held until its reader has all of it: without a bound,
 * some slow readers of a long one would use up the heap. What a reply holds is given back when it ends, however it ends.
 * Thread-safe.
 */
public final class HeldText {
    /** In characters, of two bytes at most: an eighth of a heap of 512 MiB. */
    static final long MAX = 32_000_000;
    /** One address cannot keep the others from reading. */
    static final long MAX_OF_ADDRESS = MAX / 2;

    /** A reader at an ordinary pace has a long transcript by then. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Counter refused;
    private final Map<InetAddress, Long> ofAddresses = new HashMap<>(); // guarded by this
    /** The reply to the current request of the thread: one thread serves a request from start to end. */
    private final ThreadLocal<Reply> replies = new ThreadLocal<>();

    private long held; // guarded by this

    /** What one reply holds. */
    static final class Reply {
        private final InetAddress address;
        private long held;

        Reply(InetAddress address) {
            this.address = address;
        }
    }

    public HeldText(MetricRegistry metrics) {
        this.refused = metrics.counter("viva.replies.refused");
        metrics.gauge("viva.replies.held", () -> this::held);
    }

    /** Installs the bound of a service. {@link RateLimits#install} must resolve the client addresses before. */
    public static HeldText install(Environment environment) {
        var text = new HeldText(environment.metrics());
        environment
                .servlets()
                .addFilter("held-text", text.new Release())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/api/*");
        return text;
    }

    /**
     * Counts what the reply to the request that this thread serves holds, until it ends. One that is alone is never
     * refused, so there is nothing that cannot be read.
     *
     * @param characters about how much memory it takes, in characters
     * @throws ProblemException {@code overloaded} when the replies of the address or of this process hold too much
     */
    public void take(long characters) {
        Reply reply = replies.get();
        if (reply != null && !admit(reply, characters)) { // null: called within this process, without a connection
            refused.inc();
            throw new ProblemException(
                            Failure.OVERLOADED,
                            "This server is still sending as much text as it can hold. Try again after `Retry-After`.")
                    .retryAfter(RETRY_AFTER);
        }
    }

    synchronized boolean admit(Reply reply, long characters) {
        long ofAddress = ofAddresses.getOrDefault(reply.address, 0L);
        if (!fits(held, characters, MAX) || !fits(ofAddress, characters, MAX_OF_ADDRESS)) {
            return false;
        }
        held += characters;
        ofAddresses.put(reply.address, ofAddress + characters);
        reply.held += characters;
        return true;
    }

    private static boolean fits(long held, long more, long max) {
        return held == 0 || held + more <= max;
    }

    synchronized void release(Reply reply) {
        held -= reply.held;
        ofAddresses.computeIfPresent(
                reply.address, (address, all) -> all == reply.held ? null : Long.valueOf(all - reply.held));
    }

    private synchronized long held() {
        return held;
    }

    private final class Release implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var reply = new Reply((InetAddress) request.getAttribute(ClientAddress.ATTRIBUTE));
            replies.set(reply);
            try {
                chain.doFilter(request, response);
            } finally {
                replies.remove();
                if (reply.held > 0) {
                    release(reply);
                }
            }
        }
    }
}
