package dev.viva.ops;

import dev.viva.model.ProviderKind;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.jspecify.annotations.Nullable;

/** Prints once, outside the log, where everything is. */
final class Startup implements ServerLifecycleListener {
    private final String version;
    private final String data;
    private final Supplier<OpsSummary> summary;
    private final BooleanSupplier warmingUp;
    private final PrintStream out;

    /**
     * @param data where lines are stored, in words and without a password, such as a file's path
     * @param warmingUp whether it is not ready yet
     * @param out the process's own output
     */
    Startup(BuildInfo build, String data, Supplier<OpsSummary> summary, BooleanSupplier warmingUp, PrintStream out) {
        this.version = build.version();
        this.data = data;
        this.summary = summary;
        this.warmingUp = warmingUp;
        this.out = out;
    }

    @Override
    public void serverStarted(Server server) {
        OpsSummary now = summary.get();
        out.println();
        out.println("Viva " + version
                + (warmingUp.getAsBoolean() ? " listens, and is ready when it is warm." : " is ready."));
        address(server, "application").ifPresent(at -> {
            out.println("  Page      " + at + "/" + reach(server));
            out.println("  Contract  " + at + "/docs");
        });
        address(server, "admin").ifPresent(at -> out.println("  Metrics   " + at + "/metrics"));
        out.println("  Data      " + data);
        out.println("  Voice     "
                + (now.provider() == ProviderKind.SIMULATOR
                        ? "simulated: no key of a provider is needed"
                        : now.provider().toString()));
        now.warnings().forEach(warning -> out.println("  Note      " + warning));
        out.println();
        out.flush();
    }

    /** Tells operators why another machine cannot reach it. */
    private static String reach(Server server) {
        boolean others = connectors(server, "application").anyMatch(connector -> !isLoopback(connector.getHost()));
        return others ? "" : "   (this machine alone; VIVA_BIND=0.0.0.0 opens it to others)";
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && (host.startsWith("127.") || host.equals("localhost") || host.equals("::1"));
    }

    private static Optional<String> address(Server server, String name) {
        return connectors(server, name).map(Startup::address).findFirst();
    }

    private static Stream<ServerConnector> connectors(Server server, String name) {
        return Stream.of(server.getConnectors())
                .filter(connector -> name.equals(connector.getName()))
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast);
    }

    private static String address(ServerConnector connector) {
        boolean tls = connector.getConnectionFactory(SslConnectionFactory.class) != null;
        String host = connector.getHost();
        boolean everywhere = host == null || host.equals("0.0.0.0") || host.equals("::");
        return (tls ? "https://" : "http://") + (everywhere ? "localhost" : host) + ":" + connector.getLocalPort();
    }
}
