package dev.viva.limits;

import dev.viva.address.ForwardingHeader;
import dev.viva.address.Membership;
import dev.viva.address.Network;
import dev.viva.address.TrustProxy;
import dev.viva.contract.BodyLimit;
import dev.viva.contract.RateLimit;
import dev.viva.http.ConnectionsConfiguration;
import dev.viva.http.SlowClients;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemMapper;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.Duration;
import jakarta.annotation.Priority;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A service with a few operations of each kind. */
public final class LimitedApplication extends Application<Configuration> {
    static final AtomicLong NANOS = new AtomicLong();
    /** How many failed streams were closed. */
    static final AtomicInteger CLOSED = new AtomicInteger();
    /** How many streams may be open. */
    static final int STREAMS = 6;

    @Override
    public void run(Configuration configuration, Environment environment) {
        var limits = new LimitsConfiguration(
                new TrustProxy(1, List.of(), ForwardingHeader.X_FORWARDED_FOR),
                List.of(
                        new AddressMultiplier(Network.parse("198.51.100.0/24"), 60),
                        new AddressMultiplier(Network.parse("198.51.0.0/16"), 1)),
                1,
                Map.of(
                        "api",
                        List.of(limit(3, LimitKey.ADDRESS)),
                        "session-creation",
                        List.of(limit(1, LimitKey.ADDRESS)),
                        "transcript-relay",
                        List.of(limit(4, LimitKey.ADDRESS), limit(2, LimitKey.SESSION))),
                0,
                StreamLimits.DEFAULTS,
                Map.of());
        var operations = Map.of(
                "list", RateLimit.of("api"),
                "fail", RateLimit.of("api"),
                "stream", RateLimit.of("api"),
                "create", RateLimit.of("session-creation"),
                "relay", RateLimit.of("transcript-relay"));
        RateLimits.install(
                environment,
                limits,
                operations,
                new Bearers(),
                new BucketLimiter(new LocalBuckets(1_000, NANOS::get)),
                NANOS::get);
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new BodyLimit());
        // Reads the rest of a refused body. Otherwise Jetty closes the connection when its client sends the next
        // request.
        SlowClients.install(environment, ConnectionsConfiguration.DEFAULTS, address -> false);
        environment.jersey().register(new Guard());
        environment.jersey().register(new Things(StreamSlots.install(environment, limits, STREAMS * 4 / 3)));
    }

    /** Knows the grants of sessions, and a class. */
    private static final class Bearers implements Membership {
        @Override
        public Bearer bearer(String operation, @Nullable String session, String authorization) {
            if ("Bearer of the class".equals(authorization)) {
                return new Bearer(Kind.CLASS, "class:a", 3);
            }
            if ("Bearer of ".concat(String.valueOf(session)).equals(authorization)) {
                return Bearer.of(Kind.HOLDER);
            }
            return authorization.startsWith("Bearer of ") ? Bearer.OUTSIDER : Bearer.of(Kind.WRONG);
        }

        @Override
        public boolean knowsClasses() {
            return true;
        }
    }

    private static Limit limit(int quota, LimitKey key) {
        return new Limit(quota, Duration.minutes(1), key);
    }

    /** Refuses credentials that belong to no session. */
    @Priority(Priorities.AUTHENTICATION)
    static final class Guard implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            String shown = request.getHeaderString("Authorization");
            if (shown != null && !shown.startsWith("Bearer of ")) {
                throw new ProblemException(Failure.UNAUTHENTICATED);
            }
        }
    }

    /** A stream with a bug. */
    private static final class Torn implements StreamSlots.Stream {
        @Override
        public void open(OutputStream out) throws IOException {
            out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void write(OutputStream out) {
            throw new IllegalStateException("torn");
        }

        @Override
        public void close() {
            CLOSED.incrementAndGet();
        }
    }

    /** Operations with the names of the contract. */
    @Path("/")
    public static final class Things {
        private final StreamSlots slots;

        Things(StreamSlots slots) {
            this.slots = slots;
        }

        @GET
        @Path("things")
        public String list() {
            return "things";
        }

        @GET
        @Path("broken")
        public String fail() {
            throw new ProblemException(Failure.STORAGE_UNAVAILABLE);
        }

        @GET
        @Path("free")
        public String free() {
            return "free";
        }

        @GET
        @Path("stream")
        @Produces("text/event-stream")
        public Response stream() {
            StreamingOutput events = out -> out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            return Response.ok(events).build();
        }

        @GET
        @Path("api/torn")
        @Produces("text/event-stream")
        public Response torn() {
            slots.take();
            StreamingOutput events = out -> slots.reply(new Torn(), out);
            return Response.ok(events).build();
        }

        @POST
        @Path("sessions")
        public Response create() {
            return Response.status(201).build();
        }

        @POST
        @Path("sessions/{session_id}/transcript")
        public Response relay(@PathParam("session_id") String sessionId, String line) {
            return Response.status(201).build();
        }
    }
}
