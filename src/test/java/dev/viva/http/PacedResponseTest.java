package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedResponseTest {
    private static final int LENGTH = 3_000_000;
    /** At 40 KiB a second, each write waits a moment, and the whole reply would take more than a minute. */
    private static final int BYTES_AT_ONCE = 8 * 1024;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** Replies as long as the path says, within a second in all. */
    private static final class Replies extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var slot = new Slot(null, false, request.getComponents().getExecutor());
            var reply = new PacedResponse(
                    request, response, slot, TimeUnit.MINUTES.toNanos(1), TimeUnit.SECONDS.toNanos(1));
            boolean stream = Request.getPathInContext(request).equals("/stream");
            reply.getHeaders().put(HttpHeader.CONTENT_TYPE, stream ? "text/event-stream" : "text/plain");
            reply.write(true, ByteBuffer.allocate(LENGTH), callback);
            return true;
        }
    }

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(BYTES_AT_ONCE);
        server.addConnector(connector);
        server.setHandler(new Replies());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void aReplyThatIsReadTooSlowlyEndsButAnEventStreamGoesOn() throws Exception {
        try (var stream = get("/stream");
                var slow = get("/file")) {
            int first = stream.getInputStream().read();

            assertThat(readSlowly(slow.getInputStream())).isLessThan(LENGTH / 2);
            assertThat(first).isEqualTo('H');
            assertThat(stream.getInputStream().readAllBytes()).hasSizeGreaterThan(LENGTH);
        }
    }

    @Test
    void aReplyThatIsReadArrivesWhole() throws Exception {
        try (var client = get("/file")) {
            assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(LENGTH);
        }
    }

    private Socket get(String path) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(BYTES_AT_ONCE);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress("127.0.0.1", connector.getLocalPort()));
        String request = "GET " + path + " HTTP/1.1\r\nHost: viva\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads at a slow pace until the connection ends, and returns how much it got. */
    private static int readSlowly(InputStream reply) {
        int count = 0;
        try {
            for (int length = 0; length >= 0; length = reply.read(new byte[BYTES_AT_ONCE])) {
                count += length;
                LockSupport.parkNanos(PAUSE);
            }
        } catch (IOException reset) {
            return count;
        }
        return count;
    }
}
