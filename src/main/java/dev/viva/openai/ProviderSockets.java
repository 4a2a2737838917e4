package dev.viva.openai;

import dev.viva.problem.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** The WebSocket client of a provider, with its address and key; thread-safe. */
final class ProviderSockets implements AutoCloseable {
    private final Supplier<URI> baseUrl;
    private final Secret apiKey;
    private final WebSocketClient sockets;

    ProviderSockets(Supplier<URI> baseUrl, Secret apiKey, Duration connectTimeout) {
        this(baseUrl, apiKey, ProviderClients.sockets(connectTimeout));
    }

    ProviderSockets(Supplier<URI> baseUrl, Secret apiKey, WebSocketClient started) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.sockets = started;
    }

    /** Opens a WebSocket: ws for an http address, wss for https. */
    CompletableFuture<Session> open(
            String path, Map<String, String> headers, Duration timeout, Session.Listener listener) {
        var request = new ClientUpgradeRequest(URI.create("ws" + (baseUrl.get() + path).substring("http".length())));
        request.setTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        headers.forEach(request::setHeader);
        request.setHeader("Authorization", "Bearer " + apiKey.reveal());
        try {
            return sockets.connect(listener, request);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        ProviderClients.stop(sockets);
    }
}
