package dev.viva.configuration;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.util.ArrayList;
import java.util.List;

/** What is unsafe in Dropwizard's own part of a configuration, {@code server}. */
public final class ServerFindings {
    private ServerFindings() {}

    /** Empty when nothing is. */
    public static List<Finding> of(ServerFactory server) {
        var findings = new ArrayList<Finding>();
        if (server instanceof DefaultServerFactory ports) {
            if (ports.getAdminConnectors().stream().anyMatch(ServerFindings::isPublic)) {
                findings.add(new Finding(
                        "server.adminConnectors",
                        "metrics and health checks answer on every address of this machine or one that others reach."
                                + " Set bindHost (VIVA_ADMIN_BIND) to 127.0.0.1, or let only your monitoring reach the"
                                + " port."));
            }
        } else {
            findings.add(new Finding(
                    "server.type",
                    "metrics and health checks share the public port. Leave it out: the default has two."));
        }
        if (server instanceof AbstractServerFactory factory) {
            findings.addAll(logs(factory));
        }
        return findings;
    }

    private static List<Finding> logs(AbstractServerFactory server) {
        var findings = new ArrayList<Finding>();
        if (server.getEnableThreadNameFilter()) {
            findings.add(new Finding(
                    "server.enableThreadNameFilter",
                    "a JSON log layout prints the ids of sessions as names of threads. Set it to false."));
        }
        if (server.getRequestLogFactory().isEnabled()) {
            findings.add(new Finding(
                    "server.requestLog",
                    "the server's own log of requests prints the ids of sessions, and whatever somebody puts into a query."
                            + " Set appenders: []; Viva logs each request by its route."));
        }
        return findings;
    }

    private static boolean isPublic(ConnectorFactory connector) {
        return connector instanceof HttpConnectorFactory http && !Loopback.is(http.getBindHost());
    }
}
