package dev.viva.openai;

import static dev.viva.openai.SidebandAdapters.provider;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.Detached;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallEvent.FunctionsCalled;
import dev.viva.realtime.CallEvent.ProviderError;
import dev.viva.realtime.CallEvent.ResponseDone;
import dev.viva.realtime.Sideband;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions that the patient's voice calls, over a sideband. */
class SidebandFunctionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReceivedEvents received = new ReceivedEvents();
    private FakeSideband upstream;
    private OpenAiRealtime provider;

    @BeforeEach
    void connect() throws IOException {
        upstream = new FakeSideband(101);
        provider = provider(upstream);
    }

    @AfterEach
    void disconnect() throws IOException {
        provider.close();
        upstream.close();
    }

    /** The provider repeats nothing, but tells what an item is now. */
    @Test
    void reportsACallWhoseResponseEndedWhileDisconnected() throws Exception {
        provider.observe("rtc_1", received);
        var peer = upstream.peer();
        peer.send(begun("item_F1"), begun("item_F2"), begun("item_F3"));
        assertThat(received.next()).isEqualTo(new Attached());
        peer.drop();
        assertThat(received.next()).isInstanceOf(Detached.class);
        assertThat(received.next()).isEqualTo(new Attached());

        var next = upstream.peer();
        assertThat(next.received()).isEqualTo("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"item_F1\"}");
        next.send(retrieved("item_F1", "incomplete"));
        next.send(retrieved("item_F2", "completed"));
        next.send(retrieved("item_F3", "in_progress"));
        assertThat(received.next()).isEqualTo(called("item_F2"));

        String output = item("item_F2", "completed") + "," + item("item_F3", "completed");
        next.send("{\"type\":\"response.done\",\"response\":{\"id\":\"resp_1\",\"status\":\"completed\","
                + "\"output\":[" + output + "]}}");
        assertThat(received.next()).as("each once").isEqualTo(called("item_F3"));
        assertThat(received.next()).isInstanceOf(ResponseDone.class);
    }

    private static String begun(String id) {
        return "{\"type\":\"response.output_item.added\",\"response_id\":\"resp_1\",\"item\":" + item(id, "in_progress")
                + "}";
    }

    private static String retrieved(String id, String status) {
        return "{\"type\":\"conversation.item.retrieved\",\"item\":" + item(id, status) + "}";
    }

    private static String item(String id, String status) {
        return "{\"id\":\"" + id + "\",\"type\":\"function_call\",\"status\":\"" + status
                + "\",\"name\":\"examine\",\"call_id\":\"call_of_" + id + "\",\"arguments\":\"{}\"}";
    }

    private static FunctionsCalled called(String id) {
        return new FunctionsCalled(List.of(new FunctionCall(id, "call_of_" + id, "examine", "{}")));
    }

    @Test
    void aRefusalNamesTheWishThatThePatientSpeaks() throws Exception {
        Sideband sideband = provider.observe("rtc_1", received);
        assertThat(received.next()).isEqualTo(new Attached());
        var peer = upstream.peer();
        String wish = sideband.answer(Map.of("call_1", "That hurts."));
        String other = sideband.answer(Map.of());

        assertThat(JSON.readTree(peer.received()).at("/item/output").asText()).isEqualTo("That hurts.");
        JsonNode asked = JSON.readTree(peer.received());
        assertThat(asked.path("type").asText()).isEqualTo("response.create");
        assertThat(asked.path("event_id").asText()).isEqualTo(wish).isNotEqualTo(other);
        peer.send("{\"type\":\"error\",\"error\":{\"code\":\"conversation_already_has_active_response\","
                + "\"event_id\":\"" + wish + "\"}}");
        assertThat(((ProviderError) received.next()).refused()).isEqualTo(wish);
    }
}
