package dev.viva.openai;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Makes the WebSocket client of the sidebands.
 *
 * <p>It is Jetty's, not the JDK's. The JDK's client misses the end of a connection right after a message (Java 25.0.3, 60 of
 * 300 in a trial: its {@code TransportImpl} fails while the listener has not requested more), and notices a dead connection
 * only when it writes. Events in between would be lost.
 */
final class SidebandClient {
    private static final int MIN_THREADS = 1;
    private static final int MAX_THREADS = 200;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private SidebandClient() {}

    /** A started client; it calls a listener on one thread at a time. */
    static WebSocketClient start(Duration connectTimeout) {
        var http = new HttpClient(new HttpClientTransportOverHTTP(1));
        http.setName("sidebands");
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("sidebands");
        http.setExecutor(threads);
        http.setConnectTimeout(connectTimeout.toMillis());
        // The number of calls is bounded elsewhere.
        http.setMaxConnectionsPerDestination(Integer.MAX_VALUE);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        var sockets = new WebSocketClient(http);
        // A sideband sends its own pings.
        sockets.setIdleTimeout(Duration.ZERO);
        sockets.setMaxTextMessageSize(SidebandSocket.MAX_MESSAGE);
        sockets.getContainedBeans(QueuedThreadPool.class).forEach(SidebandClient::keepFew);
        try {
            sockets.start();
        } catch (Exception e) {
            throw new IllegalStateException("The WebSocket client does not start", e);
        }
        // Jetty would try to answer a 401, and hide its status.
        http.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        return sockets;
    }

    /**
     * By default Jetty gives up one idle thread a minute: after a class has begun at once, its threads would stay for an
     * hour. It also starts eight threads in each pool, and the WebSocket client has a pool of its own.
     */
    private static void keepFew(QueuedThreadPool threads) {
        threads.setMinThreads(MIN_THREADS);
        threads.setIdleTimeout(Math.toIntExact(IDLE.toMillis()));
        threads.setMaxEvictCount(MAX_THREADS);
    }
}
