package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStopTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final CountDownLatch accepted = new CountDownLatch(1);
    private final CountDownLatch stopBegan = new CountDownLatch(1);

    /** Opens a connection that it has accepted only when the stop has begun. */
    private final class SlowConnector extends ServerConnector {
        SlowConnector(Server server) {
            super(server, 0, 1);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
                throws IOException {
            accepted.countDown();
            try {
                assertThat(stopBegan.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return super.newEndPoint(channel, selector, key);
        }
    }

    @Test
    void closesAnIdleConnectionThatOpensWhileTheServerStops() throws Exception {
        var server = new Server();
        var connector = new SlowConnector(server);
        connector.setIdleTimeout(SOON.multipliedBy(4).toMillis());
        connector.setShutdownIdleTimeout(100);
        ServerStop.closeLateConnections(connector);
        server.addConnector(connector);
        server.start();
        try (var late = new Socket("127.0.0.1", connector.getLocalPort())) {
            accepted.await();
            CompletableFuture<Void> stopped = connector.shutdown();
            stopBegan.countDown();

            late.setSoTimeout((int) SOON.toMillis());
            assertThat(late.getInputStream().read()).isEqualTo(-1);
            stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);
        } finally {
            server.stop();
        }
    }

    @Test
    void theServiceDoesSoOnAllItsConnectors() {
        try (var service = VivaServer.start(folder, new TestClock())) {
            Server server =
                    service.support().getEnvironment().getApplicationContext().getServer();
            var connectors = server.getBeans(AbstractConnector.class);
            assertThat(connectors).hasSize(2).allSatisfy(connector -> {
                connector.shutdown();
                var endPoint = new ByteArrayEndPoint();
                endPoint.setIdleTimeout(SOON.toMillis());
                connector.getEventListeners().stream()
                        .filter(Connection.Listener.class::isInstance)
                        .map(Connection.Listener.class::cast)
                        .forEach(listener -> listener.onOpened(new Idle(endPoint)));

                assertThat(endPoint.getIdleTimeout()).isEqualTo(connector.getShutdownIdleTimeout());
            });
        }
    }

    private static final class Idle extends AbstractConnection {
        Idle(EndPoint endPoint) {
            super(endPoint, Runnable::run);
        }

        @Override
        public void onFillable() {
            // Nothing comes.
        }
    }
}
