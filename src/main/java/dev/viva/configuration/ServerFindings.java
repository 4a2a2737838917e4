package dev.viva.configuration;

import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds unsafe settings in Dropwizard's own part of a configuration, {@code server}. */
public final class ServerFindings {
    private ServerFindings() {}

    /** The findings; empty when all settings are safe. */
    public static List<Finding> of(ServerFactory server) {
        var findings = new ArrayList<Finding>();
        if (server instanceof DefaultServerFactory ports) {
            if (ports.getAdminConnectors().stream().anyMatch(ServerFindings::isPublic)) {
                findings.add(new Finding(
                        "server.adminConnectors",
                        "metrics and health checks answer on an address that other machines can reach. Set bindHost"
                                + " (VIVA_ADMIN_BIND) to 127.0.0.1, or let only your monitoring reach the port."));
            }
        } else {
            findings.add(new Finding(
                    "server.type",
                    "metrics and health checks share the public port. Remove this key: the default has two ports."));
        }
        if (connectors(server).anyMatch(HttpsConnectorFactory.class::isInstance)
                && connectors(server).anyMatch(ServerFindings::isPublicInClear)) {
            findings.add(new Finding(
                    "server.applicationConnectors",
                    "one connector speaks TLS, and another answers other machines in clear text. Let that one listen on"
                            + " 127.0.0.1 alone (bindHost), or remove it."));
        }
        if (server instanceof AbstractServerFactory factory) {
            findings.addAll(logs(factory));
        }
        return findings;
    }

    /** Whether other machines can connect to the service itself. */
    public static boolean isPublic(ServerFactory server) {
        return connectors(server).anyMatch(ServerFindings::isPublic);
    }

    /** Whether the service itself speaks TLS, and nothing else with other machines. */
    public static boolean speaksTls(ServerFactory server) {
        return connectors(server).anyMatch(HttpsConnectorFactory.class::isInstance)
                && connectors(server).noneMatch(ServerFindings::isPublicInClear);
    }

    private static Stream<ConnectorFactory> connectors(ServerFactory server) {
        return switch (server) {
            case DefaultServerFactory ports -> ports.getApplicationConnectors().stream();
            case SimpleServerFactory one -> Stream.of(one.getConnector());
            default -> Stream.empty();
        };
    }

    private static List<Finding> logs(AbstractServerFactory server) {
        var findings = new ArrayList<Finding>();
        if (server.getEnableThreadNameFilter()) {
            findings.add(new Finding(
                    "server.enableThreadNameFilter",
                    "a JSON log layout prints session ids as thread names. Set it to false."));
        }
        if (server.getRequestLogFactory().isEnabled()) {
            findings.add(new Finding(
                    "server.requestLog",
                    "the server's own request log prints session ids and query strings. Set appenders: []; Viva logs"
                            + " each request by its route."));
        }
        return findings;
    }

    private static boolean isPublic(ConnectorFactory connector) {
        return connector instanceof HttpConnectorFactory http && !Loopback.is(http.getBindHost());
    }

    private static boolean isPublicInClear(ConnectorFactory connector) {
        return isPublic(connector) && !(connector instanceof HttpsConnectorFactory);
    }
}
