package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressConnectionsTest {
    private static final int MAX = 3;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: viva\r\n\r\n";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    @Test
    void closesConnectionsAboveTheBoundUntilOneIsFree() throws Exception {
        start(new AddressConnections(MAX, address -> false));
        for (int i = 0; i < MAX; i++) {
            assertThat(answered(connect("127.0.0.1"))).isTrue();
        }
        assertThat(answered(connect("127.0.0.1"))).isFalse();
        assertThat(answered(connect("127.0.0.2"))).as("another address").isTrue();

        sockets.getFirst().close();
        Until.isTrue("the place of the one that went is free", () -> answered(connect("127.0.0.1")));
    }

    @Test
    void doesNotBoundASharedAddress() throws Exception {
        start(new AddressConnections(MAX, InetAddress::isLoopbackAddress));
        for (int i = 0; i < 3 * MAX; i++) {
            assertThat(answered(connect("127.0.0.1"))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "2001:db8:1:2:3::4, 2001:db8:1:2::", "::ffff:192.0.2.7, 192.0.2.7"})
    void countsAnIpv6NetworkAsOneClient(String address, String counted) {
        assertThat(AddressConnections.counted(InetAddress.ofLiteral(address)))
                .isEqualTo(InetAddress.ofLiteral(counted));
    }

    private void start(AddressConnections connections) throws Exception {
        connector.getSelectorManager().addEventListener(connections);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                callback.succeeded();
                return true;
            }
        });
        server.start();
    }

    /** Connects from a local address. */
    private Socket connect(String from) {
        try {
            var socket = new Socket(
                    InetAddress.ofLiteral("127.0.0.1"), connector.getLocalPort(), InetAddress.ofLiteral(from), 0);
            sockets.add(socket);
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean answered(Socket socket) {
        try {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException reset) {
            return false;
        }
    }
}
