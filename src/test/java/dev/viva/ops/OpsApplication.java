package dev.viva.ops;

import com.codahale.metrics.health.HealthCheck;
import dev.viva.contract.AllowedMethods;
import dev.viva.contract.Contract;
import dev.viva.docs.Page;
import dev.viva.http.CorsConfiguration;
import dev.viva.http.HttpDefaults;
import dev.viva.http.PagePolicy;
import dev.viva.metrics.Metrics;
import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.ProblemMapper;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** A service with only the operational resources and a few test resources. */
public final class OpsApplication extends Application<Configuration> {
    static final String DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    final AtomicBoolean databaseIsUp = new AtomicBoolean(true);
    final Drain drain = new Drain(Duration.ofSeconds(30));
    public final Probes probes = new Probes();

    @Override
    public void run(Configuration configuration, Environment environment) {
        var metrics = Metrics.install(environment);
        var cors = new CorsConfiguration(List.of("https://clinic.example"));
        AdminPort.install(environment);
        HttpDefaults.install(
                environment,
                cors,
                new PagePolicy(List.of("sha256-abc="), List.of(), true),
                metrics,
                new AllowedMethods(Contract.load()));
        Page.install(environment);
        drain.install(environment);
        environment.jersey().register(new ProblemMapper());
        environment.jersey().register(new AuthDynamicFeature((ContainerRequestFilter) request -> {
            throw new NotAuthorizedException("Bearer"); // no credentials are valid here
        }));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        environment.jersey().register(probes);
        environment
                .jersey()
                .register(new OperationsResource(
                        Contract.load(),
                        BuildInfo.load(),
                        new ReadinessChecks(
                                List.of(ReadinessCheck.of("database", new Database())),
                                List.of(ReadinessChecks.Pause.shutdown(drain::draining))),
                        caller -> new OpsSummary(
                                StorageKind.SQLITE,
                                RedisState.OFF,
                                ProviderKind.SIMULATOR,
                                Spending.UNBOUNDED,
                                List.of("Practice only.")),
                        () -> DIGEST));
    }

    private final class Database extends HealthCheck {
        @Override
        protected Result check() {
            return databaseIsUp.get() ? Result.healthy() : Result.unhealthy("The database does not answer.");
        }
    }

    /** Resources that return what reaches them. */
    @Path("/probe")
    public static final class Probes {
        public final AtomicInteger done = new AtomicInteger();

        @GET
        @Path("{id}/mdc")
        @Produces({"application/json", "application/problem+json"})
        public Map<String, String> mdc(@PathParam("id") String id) {
            return MDC.getCopyOfContextMap();
        }

        @POST
        @Produces({"application/json", "application/problem+json"})
        public Map<String, Integer> act() {
            return Map.of("done", done.incrementAndGet());
        }

        @GET
        @Path("fail")
        @Produces({"text/html", "application/problem+json"})
        public String fail() {
            throw new ProblemException(Failure.SESSION_ENDED);
        }

        @GET
        @Path("stream")
        @Produces("text/event-stream")
        public Response stream() {
            StreamingOutput events = out -> out.write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            return Response.ok(events).build();
        }
    }
}
