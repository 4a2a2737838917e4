package dev.viva.openai;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/**
 * Makes the client of the sidebands' WebSockets.
 *
 * <p>Jetty's and not the JDK's: that one loses the end of a connection that comes right behind a message (Java 25.0.3, 60
 * of 300 in a trial: its {@code TransportImpl} fails when the listener has not asked for more yet), and holds a dead line
 * until it writes. What is said in between is missed.
 */
final class SidebandClient {
    private SidebandClient() {}

    /** A started client, which tells a listener one thing after the other. */
    static WebSocketClient start(Duration connectTimeout) {
        var http = new HttpClient(new HttpClientTransportOverHTTP(1));
        http.setName("sidebands");
        http.setConnectTimeout(connectTimeout.toMillis());
        // How many calls there may be is decided elsewhere.
        http.setMaxConnectionsPerDestination(Integer.MAX_VALUE);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        var sockets = new WebSocketClient(http);
        // A sideband asks for signs of life itself.
        sockets.setIdleTimeout(Duration.ZERO);
        sockets.setMaxTextMessageSize(SidebandSocket.MAX_MESSAGE);
        try {
            sockets.start();
        } catch (Exception e) {
            throw new IllegalStateException("The client of the sidebands does not start", e);
        }
        // Jetty would look into a 401 for a way to try again, and hide its status.
        http.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
        return sockets;
    }
}
