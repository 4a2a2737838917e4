package dev.viva.openai;

import static dev.viva.openai.SidebandAdapters.provider;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.CallEvent.Attached;
import dev.viva.realtime.CallEvent.ProviderError;
import dev.viva.realtime.Sideband;
import java.io.IOException;
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
