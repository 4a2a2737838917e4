package dev.viva.openai;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Makes the clients of a provider: one for requests, one for the WebSockets of the sidebands. Each has threads of its own,
 * so that no request waits for a sideband's listener. Neither follows redirects, keeps cookies or sends a request twice.
 *
 * <p>They are Jetty's, not the JDK's. The JDK's WebSocket client misses the end of a connection right after a message (Java
 * 25.0.3, 60 of 300 in a trial: its {@code TransportImpl} fails while the listener has not requested more), and notices a
 * dead connection only when it writes. Events in between would be lost. The JDK's HTTP client passes each request from
 * thread to thread several times.
 */
final class ProviderClients {
    private static final int MIN_THREADS = 1;
    private static final int MAX_THREADS = 200;
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** Shorter than providers keep one, so that a request seldom meets a connection that the provider is closing. */
    private static final Duration UNUSED_CONNECTION = Duration.ofSeconds(30);

    private static final int MAX_HEADERS = 64 * 1024;

    private ProviderClients() {}

    /** A started client for requests. */
    static HttpClient http(Duration connectTimeout) {
        var http = client("provider", connectTimeout);
        http.setIdleTimeout(UNUSED_CONNECTION.toMillis());
        JvmProxies.use(http, false);
        http.getContainedBeans(QueuedThreadPool.class).forEach(ProviderClients::keepFew);
        start(http);
        http.getContentDecoderFactories().clear();
        answerNoChallenge(http);
        return http;
    }

    /** A started client for WebSockets; it calls a listener on one thread at a time. */
    static WebSocketClient sockets(Duration connectTimeout) {
        return sockets(connectTimeout, UNUSED_CONNECTION);
    }

    /** @param unused how long a connection is kept after a refused handshake */
    static WebSocketClient sockets(Duration connectTimeout, Duration unused) {
        var http = client("sidebands", connectTimeout);
        var sockets = new WebSocketClient(http);
        // A sideband sends its own pings.
        sockets.setIdleTimeout(Duration.ZERO);
        // That was for connections without a WebSocket, too: a firewall forgets them, and a handshake would go nowhere.
        http.setIdleTimeout(unused.toMillis());
        JvmProxies.use(http, true);
        sockets.setMaxTextMessageSize(SidebandSocket.MAX_MESSAGE);
        sockets.getContainedBeans(QueuedThreadPool.class).forEach(ProviderClients::keepFew);
        start(sockets);
        answerNoChallenge(http);
        return sockets;
    }

    static void stop(LifeCycle client) {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("A client of the provider does not stop", e);
        }
    }

    private static HttpClient client(String name, Duration connectTimeout) {
        var http = new HttpClient(new HttpClientTransportOverHTTP(1));
        http.setName(name);
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName(name);
        http.setExecutor(threads);
        http.setConnectTimeout(connectTimeout.toMillis());
        // The number of calls is bounded elsewhere.
        http.setMaxConnectionsPerDestination(Integer.MAX_VALUE);
        http.setMaxRequestsQueuedPerDestination(Integer.MAX_VALUE);
        http.setMaxResponseHeadersSize(MAX_HEADERS);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "viva"));
        return http;
    }

    private static void start(LifeCycle client) {
        try {
            client.start();
        } catch (Exception e) {
            stop(client);
            throw new IllegalStateException("A client of the provider does not start", e);
        }
    }

    /** Jetty would try to answer a 401 or 407, and hide its status. */
    private static void answerNoChallenge(HttpClient http) {
        http.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        http.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
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
