package dev.viva.http;

import dev.viva.contract.AllowedMethods;
import dev.viva.metrics.Metrics;
import dev.viva.problem.ContainerErrors;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ServerProperties;

/** Filters and headers that apply to every request. Installed before all other filters. */
public final class HttpDefaults {
    private HttpDefaults() {}

    /**
     * Installs request ids, the container's errors as problems, security headers, CORS, content negotiation,
     * conditional requests, and the request log with its metrics.
     */
    public static void install(
            Environment environment,
            CorsConfiguration cors,
            PagePolicy pages,
            Metrics metrics,
            AllowedMethods allowed) {
        filter(environment, "request-id", new RequestIdFilter());
        filter(environment, "security-headers", new SecurityHeaders(pages));
        if (!cors.allowedOrigins().isEmpty()) {
            environment.getApplicationContext().insertHandler(Cors.handler(cors));
        }
        var errors = new IdentifiedErrors(new ContainerErrors(environment.getObjectMapper(), allowed::at));
        environment.getApplicationContext().setErrorHandler(errors);
        environment.lifecycle().addServerLifecycleListener(server -> server.setErrorHandler(errors));
        environment.lifecycle().addServerLifecycleListener(HttpDefaults::keepNoHeaders);
        // Without a buffer, a stream's first events are sent at once. The container still sets Content-Length.
        environment.jersey().property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 0);
        // Behind a proxy, the service knows neither its host name nor its scheme, so Location stays relative.
        environment.jersey().property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        environment.jersey().register(allowed);
        environment.jersey().register(new AcceptFilter());
        environment.jersey().register(new SuccessTypes());
        environment.jersey().register(new ConditionalGet());
        environment.jersey().register(new NoStoreFilter());
        environment.jersey().register(new HeadOfStreams());
        environment.jersey().register(new RequestLog(metrics));
    }

    /**
     * Jetty keeps a connection's headers and by default ignores their case: a grant that differs from the previous one
     * only in case would be read as the previous one. To find one with its case takes longer than to read it again, and
     * each connection needs memory for it.
     */
    private static void keepNoHeaders(Server server) {
        server.getContainedBeans(HttpConfiguration.ConnectionFactory.class)
                .forEach(http -> http.getHttpConfiguration().setHeaderCacheSize(0));
    }

    private static void filter(Environment environment, String name, Filter filter) {
        environment
                .servlets()
                .addFilter(name, filter)
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }
}
