package dev.viva.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.problem.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ProviderClientsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Secret KEY = new Secret("sk-1");
    private static final String NO_SUCH_CALL = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n";

    /** After a refused handshake the provider may keep the connection, and a firewall forget it. */
    @Test
    void closesAConnectionWithoutAWebSocketSoon() throws Exception {
        try (var refusing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var answering = Executors.newVirtualThreadPerTaskExecutor();
                var sockets = new ProviderSockets(
                        () -> at(refusing), KEY, ProviderClients.sockets(LONG, Duration.ofMillis(50)))) {
            var closed = answering.submit(() -> closesAfter(refusing));

            assertThat(sockets.open("/v1/realtime", Map.of(), LONG, listener())).failsWithin(LONG);
            assertThat(closed.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void keepsAWebSocketHoweverQuietItIs() throws Exception {
        try (var provider = new FakeSideband(101);
                var sockets = new ProviderSockets(provider::address, KEY, LONG)) {
            var open = sockets.open("/v1/realtime", Map.of(), LONG, listener()).get(60, TimeUnit.SECONDS);

            assertThat(open.getIdleTimeout()).isEqualTo(Duration.ZERO);
        }
    }

    private static SidebandSocket listener() {
        return new SidebandSocket(256, new LongAdder(), new FunctionCalls());
    }

    private static URI at(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Refuses a handshake and keeps its connection; true when the client has closed it. */
    private static boolean closesAfter(ServerSocket server) throws IOException {
        try (var connection = server.accept()) {
            var rest = RawRequest.afterHead(connection);
            connection.getOutputStream().write(NO_SUCH_CALL.getBytes(StandardCharsets.US_ASCII));
            return rest.read() < 0;
        }
    }
}
