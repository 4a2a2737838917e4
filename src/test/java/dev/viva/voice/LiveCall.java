package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.SpokenText;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session with a call at the simulated provider and an attached sideband. A second socket stands in for the page's
 * data channel; the simulator's control makes the student speak. Only tests relay lines.
 */
final class LiveCall implements WebSocket.Listener, AutoCloseable {
    static final String KEY = "key-of-the-simulator-in-tests";

    private final VivaServer server;
    private final Api api;
    final Api.Opened session;
    final String callId;
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    private LiveCall(VivaServer server, Api api, Api.Opened session, String callId) {
        this.server = server;
        this.api = api;
        this.session = session;
        this.callId = callId;
    }

    /** Opens a session and a call with an attached sideband. */
    static LiveCall open(VivaServer server) {
        return join(server, new Api(server.url()).open());
    }

    /** Does the same in an existing session. */
    static LiveCall join(VivaServer server, Api.Opened session) {
        var api = new Api(server.url());
        double before = api.metric(server.adminUrl(), "viva_sideband_attached");
        var call = alone(server, session);
        call.join();
        Until.isTrue("a sideband attaches", () -> api.metric(server.adminUrl(), "viva_sideband_attached") > before);
        return call;
    }

    /** Opens a call to which the service may not attach. */
    static LiveCall openUnattached(VivaServer server) {
        return joinUnattached(server, new Api(server.url()).open());
    }

    /** Does the same in an existing session. */
    static LiveCall joinUnattached(VivaServer server, Api.Opened session) {
        var call = alone(server, session);
        call.join();
        return call;
    }

    /** Opens a call to which not even the test attaches. */
    static LiveCall openAlone(VivaServer server) {
        return alone(server, new Api(server.url()).open());
    }

    private static LiveCall alone(VivaServer server, Api.Opened session) {
        var api = new Api(server.url());
        List<String> before = calls(api);
        assertThat(Offer.call(api, session)).isEqualTo(201);
        String callId = calls(api).stream()
                .filter(id -> !before.contains(id))
                .findFirst()
                .orElseThrow();
        return new LiveCall(server, api, session, callId);
    }

    /** The calls that are live at the provider. */
    static List<String> calls(Api api) {
        JsonNode calls = api.get("/simulator/control/calls", KEY).json().path("calls");
        return calls.valueStream().map(JsonNode::asText).toList();
    }

    private void join() {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + KEY)
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + server.url().getPort() + "/simulator/v1/realtime?call_id="
                                + callId),
                        this)
                .join();
    }

    /** Whether the call is still live at the provider. */
    boolean isLive() {
        return calls(api).contains(callId);
    }

    /** Makes the student speak, with settings of the simulator's control. */
    void speak(String settings) {
        var reply = api.send("POST", "/simulator/control/calls/" + callId + "/turns", KEY, settings, Map.of());
        assertThat(reply.status()).isEqualTo(202);
    }

    void type(String itemId, String words) {
        SpokenText.add(words);
        send("{\"type\":\"conversation.item.create\",\"item\":{\"id\":\"" + itemId
                + "\",\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"" + words
                + "\"}]}}");
        send("{\"type\":\"response.create\"}");
    }

    void send(String event) {
        if (socket != null) {
            socket.sendText(event, true).join();
        }
    }

    /** The next event of the call that contains this text. */
    String awaitEvent(String part) throws InterruptedException {
        String event = "";
        while (!event.contains(part)) {
            event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event with " + part).isNotNull();
        }
        return event;
    }

    /** Waits for this many turns and returns them in reading order. */
    List<JsonNode> turns(int count) {
        return Until.present(count + " turns", () -> {
            JsonNode turns =
                    api.get(session.path("/turns"), session.grant()).json().path("turns");
            return turns.size() < count ? null : List.copyOf(turns.valueStream().toList());
        });
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            events.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
