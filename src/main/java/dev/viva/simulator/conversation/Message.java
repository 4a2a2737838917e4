package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Makes a conversation item from a client's message. */
final class Message {
    private static final Map<String, String> CONTENT =
            Map.of("user", "input_text", "system", "input_text", "assistant", "output_text");
    private static final int MAX_TEXT = 32_000;
    private static final int MAX_ID = 64;

    private Message() {}

    static ObjectNode of(JsonNode given, Items items) {
        if (items.full()) {
            throw Refusal.invalid("conversation_too_long", "The conversation has too many items.", null);
        }
        if (!given.isObject()) {
            throw Refusal.missing("item");
        }
        if (given.path("type").asText().equals("function_call_output")) {
            return toolOutput(given, items);
        }
        if (!given.path("type").asText().equals("message")) {
            throw Refusal.invalid("invalid_value", "Supported are messages and the output of functions.", "item.type");
        }
        String role = given.path("role").asText();
        String wanted = CONTENT.get(role);
        if (wanted == null) {
            throw Refusal.invalid("invalid_value", "Supported roles are: user, assistant, system.", "item.role");
        }
        ObjectNode item = ServerEvents.object()
                .put("id", id(given.path("id"), items))
                .put("type", "message")
                .put("status", "completed")
                .put("role", role);
        item.set("content", content(given.path("content"), wanted));
        return item;
    }

    private static ObjectNode toolOutput(JsonNode given, Items items) {
        String callId = given.path("call_id").asText();
        if (!items.hasFunctionCall(callId)) {
            throw Refusal.invalid("invalid_value", "There is no function call of this id.", "item.call_id");
        }
        if (!given.path("output").isTextual()) {
            throw Refusal.wrongType("item.output", "a string");
        }
        if (given.path("output").asText().length() > MAX_TEXT) {
            throw Refusal.invalid("string_above_max_length", "The output is too long.", "item.output");
        }
        return ServerEvents.object()
                .put("id", id(given.path("id"), items))
                .put("type", "function_call_output")
                .put("status", "completed")
                .put("call_id", callId)
                .put("output", given.path("output").asText());
    }

    private static JsonNode content(JsonNode given, String wanted) {
        if (!given.isArray() || given.isEmpty()) {
            throw Refusal.missing("item.content");
        }
        for (JsonNode part : given) {
            if (!part.path("type").asText().equals(wanted)) {
                throw Refusal.invalid(
                        "unsupported_content_type",
                        "This role's content must be of type " + wanted + ".",
                        "item.content[0].type");
            }
            if (!part.path("text").isTextual()) {
                throw Refusal.missing("item.content[0].text");
            }
            if (part.path("text").asText().length() > MAX_TEXT) {
                throw Refusal.invalid("string_above_max_length", "The text is too long.", "item.content[0].text");
            }
        }
        return given.deepCopy();
    }

    private static String id(JsonNode given, Items items) {
        if (given.isMissingNode() || given.isNull()) {
            return ProviderIds.next("item_");
        }
        String id = given.asText();
        if (!given.isTextual() || id.isEmpty() || id.length() > MAX_ID) {
            throw Refusal.wrongType("item.id", "a string of 1 to " + MAX_ID + " characters");
        }
        if (items.find(id).isPresent()) {
            throw Refusal.invalid("item_create_duplicate_item_id", "There is an item of this id already.", "item.id");
        }
        return id;
    }
}
