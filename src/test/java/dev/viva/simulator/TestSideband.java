package dev.viva.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.simulator.conversation.ServerEvents;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server's end of a sideband: it assembles and queues events, and can send some. */
public final class TestSideband implements WebSocket.Listener, AutoCloseable {
    private static final int SECONDS = 60;

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;
    private volatile int frames;

    TestSideband(HttpClient client, URI base, String query, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        String address = base.toString().replaceFirst("http", "ws") + "/v1/realtime" + query;
        socket = builder.buildAsync(URI.create(address), this).join();
    }

    public static TestSideband of(SimulatorServer server, HttpClient client, String callId) {
        return new TestSideband(
                client,
                server.address(),
                "?call_id=" + callId,
                "Authorization",
                "Bearer " + SimulatorServer.KEY.reveal());
    }

    /** The status of a failed handshake. */
    static int refusal(HttpClient client, URI base, String query, String... headers) {
        try (TestSideband opened = new TestSideband(client, base, query, headers)) {
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    public void send(String message) {
        socket.sendText(message, true).join();
    }

    /** The events up to and including the first of a type. */
    public List<JsonNode> until(String type) throws InterruptedException {
        List<JsonNode> received = new ArrayList<>();
        do {
            JsonNode event = events.poll(SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no " + type + " after " + types(received));
            }
            received.add(event);
        } while (!received.getLast().path("type").asText().equals(type));
        return received;
    }

    List<JsonNode> unread() {
        return List.copyOf(events);
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }

    /** The close code. The JDK's client may not notice a closed peer (CLOSE_WAIT) until it writes, so this pings. */
    public int closeCode() throws Exception {
        for (int second = 0; second < SECONDS && !closed.isDone(); second++) {
            try {
                return closed.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                socket.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
                    if (failure != null) {
                        closed.complete(1006);
                    }
                });
            }
        }
        return closed.get(1, TimeUnit.SECONDS);
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    int frames() {
        return frames;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        frames++;
        if (last) {
            events.add(read(parts.toString()));
            parts.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        // A cut connection has no close frame, which 1006 represents.
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static JsonNode read(String message) {
        try {
            return ServerEvents.JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
