package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.ProviderKind;
import dev.viva.model.RedisState;
import dev.viva.model.StorageKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class StartupTest {

    @Test
    void printsAllAddresses() throws Exception {
        var output = new ByteArrayOutputStream();
        var server = new Server();
        var application = connector(server, "application", "0.0.0.0");
        var admin = connector(server, "admin", "127.0.0.1");
        server.start();
        try {
            var summary = new OpsSummary(
                    StorageKind.SQLITE,
                    RedisState.OFF,
                    ProviderKind.SIMULATOR,
                    Spending.UNBOUNDED,
                    List.of("Grants end with the process."));
            new Startup(
                            new BuildInfo("1.2.3", "unknown", "unknown"),
                            "SQLite, data/viva.db",
                            () -> summary,
                            () -> false,
                            new PrintStream(output, true, StandardCharsets.UTF_8))
                    .serverStarted(server);
        } finally {
            server.stop();
        }
        assertThat(output.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.isEmpty()))
                .containsExactly(
                        "Viva 1.2.3 is ready.",
                        "  Page      http://localhost:" + application + "/",
                        "  Contract  http://localhost:" + application + "/docs",
                        "  Metrics   http://127.0.0.1:" + admin + "/metrics",
                        "  Data      SQLite, data/viva.db",
                        "  Voice     simulated: no key of a provider is needed",
                        "  Note      Grants end with the process.");
    }

    private static int connector(Server server, String name, String host) throws Exception {
        var connector = new ServerConnector(server);
        connector.setName(name);
        connector.setHost(host);
        connector.open();
        server.addConnector(connector);
        return connector.getLocalPort();
    }
}
