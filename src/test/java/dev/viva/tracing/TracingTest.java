package dev.viva.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.viva.testing.Api;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a collector over a real socket, which keeps what it receives. */
class TracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void start() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void sendsASpanOfEachRequestThatContinuesTheCallersTrace() {
        try (var server =
                VivaServer.start(folder, new TestClock(), "tracing.endpoint", endpoint(), "tracing.sample", "0")) {
            var api = new Api(server.url());
            var session = api.open();
            String path = session.path("/transcript");
            api.send("GET", path, session.grant(), null, Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));
            Until.isTrue("the span arrives", () -> String.join("", received).contains(TRACE));

            assertThat(String.join("", received))
                    .contains(CALLER, hex("GET /api/v1/sessions/{session_id}/transcript"), hex("viva.request_id"))
                    .doesNotContain(hex(session.id()), hex(session.grant()))
                    .as("new traces are not sampled")
                    .doesNotContain(hex("POST /api/v1/sessions"));
        }
    }

    @Test
    void sendsNothingUnlessItIsConfigured() {
        try (var server = VivaServer.start(folder, new TestClock())) {
            new Api(server.url())
                    .send(
                            "GET",
                            "/health/live",
                            null,
                            null,
                            Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));
        }
        assertThat(received).isEmpty();
    }

    @Test
    void aCollectorThatIsOutCostsNoRequestAnything() {
        collector.stop(0);
        try (var server =
                VivaServer.start(folder, new TestClock(), "tracing.endpoint", endpoint(), "tracing.sample", "1")) {
            assertThat(new Api(server.url()).get("/health/ready", null).status())
                    .isEqualTo(200);
        }
    }

    private String endpoint() {
        return "http://127.0.0.1:" + collector.getAddress().getPort();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
