package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The provider's server events. */
public final class ServerEvents {
    public static final ObjectMapper JSON = new ObjectMapper();

    /** For input that people write: enum values in small letters. */
    public static final ObjectMapper LENIENT_JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private static final int TOKENS_A_MINUTE = 40_000;

    private ServerEvents() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ObjectNode event(String type) {
        return object().put("type", type).put("event_id", ProviderIds.next("event_"));
    }

    static ObjectNode session(String type, ObjectNode session) {
        return event(type).set("session", session.deepCopy());
    }

    public static ObjectNode error(Refusal refusal, @Nullable String clientEventId) {
        return event("error").set("error", refusal.toJson().put("event_id", clientEventId));
    }

    static ObjectNode item(String type, @Nullable String previousItemId, JsonNode item) {
        return event(type).put("previous_item_id", previousItemId).set("item", item.deepCopy());
    }

    static ObjectNode playback(String type, String responseId) {
        return event("output_audio_buffer." + type).put("response_id", responseId);
    }

    /** Random letters that hide the length of a delta from observers of encrypted packets. */
    static String obfuscation() {
        return ProviderIds.letters(ThreadLocalRandom.current().nextInt(4, 16));
    }

    static ObjectNode rateLimits(int usedTokens) {
        ObjectNode event = event("rate_limits.updated");
        event.putArray("rate_limits")
                .addObject()
                .put("name", "tokens")
                .put("limit", TOKENS_A_MINUTE)
                .put("remaining", Math.max(0, TOKENS_A_MINUTE - usedTokens))
                .put("reset_seconds", usedTokens * 60.0 / TOKENS_A_MINUTE);
        return event;
    }
}
