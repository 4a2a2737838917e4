package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The description of a response, as in the events that begin and end it. */
final class Response {
    // The provider counts 50 ms of speech, or about four letters, as one token.
    private static final int TOKEN_MILLIS = 50;
    private static final int TOKEN_LETTERS = 4;

    private final String id = ProviderIds.next("resp_");
    private final ObjectNode session;
    private final JsonNode wish;
    private final String conversationId;

    /** @param wish the client's response object, which overrides the session's settings */
    Response(ObjectNode session, JsonNode wish, String conversationId) {
        this.session = session;
        this.wish = wish;
        this.conversationId = conversationId;
    }

    String id() {
        return id;
    }

    boolean spoken() {
        return SessionShape.speaks(setting("output_modalities"));
    }

    /** Whether it becomes part of the conversation. */
    boolean inConversation() {
        return !wish.path("conversation").asText().equals("none");
    }

    /** The functions that the model may call in it. */
    Set<String> functions() {
        return setting("tool_choice").asText("auto").equals("none")
                ? Set.of()
                : setting("tools")
                        .valueStream()
                        .map(tool -> tool.path("name").asText())
                        .collect(Collectors.toSet());
    }

    ObjectNode begun() {
        return describe("in_progress", null);
    }

    ObjectNode completed(ObjectNode item, ObjectNode usage) {
        return ended(describe("completed", null), item, usage);
    }

    /** @param item the item as spoken so far; null if nothing was spoken */
    ObjectNode cancelled(String reason, @Nullable ObjectNode item, ObjectNode usage) {
        ObjectNode details = ServerEvents.object().put("type", "cancelled").put("reason", reason);
        return ended(describe("cancelled", details), item, usage);
    }

    ObjectNode failed(String code, ObjectNode usage) {
        ObjectNode details = ServerEvents.object().put("type", "failed");
        details.putObject("error").put("type", "server_error").put("code", code);
        return ended(describe("failed", details), null, usage);
    }

    /** @param inputLetters length of the input: instructions and conversation */
    ObjectNode usage(int inputLetters, String said, long spokenMillis) {
        int input = inputLetters / TOKEN_LETTERS;
        int text = said.length() / TOKEN_LETTERS;
        int audio = spoken() ? Math.toIntExact(spokenMillis / TOKEN_MILLIS) : 0;
        ObjectNode usage = ServerEvents.object()
                .put("total_tokens", input + text + audio)
                .put("input_tokens", input)
                .put("output_tokens", text + audio);
        usage.putObject("input_token_details")
                .put("text_tokens", input)
                .put("audio_tokens", 0)
                .put("image_tokens", 0)
                .put("cached_tokens", 0)
                .putObject("cached_tokens_details")
                .put("text_tokens", 0)
                .put("audio_tokens", 0)
                .put("image_tokens", 0);
        usage.putObject("output_token_details").put("text_tokens", text).put("audio_tokens", audio);
        return usage;
    }

    private ObjectNode ended(ObjectNode response, @Nullable ObjectNode item, ObjectNode usage) {
        if (item != null) {
            response.withArray("output").add(item.deepCopy());
        }
        return response.set("usage", usage);
    }

    private ObjectNode describe(String status, @Nullable ObjectNode details) {
        ObjectNode response = ServerEvents.object()
                .put("object", "realtime.response")
                .put("id", id)
                .put("status", status)
                .set("status_details", details);
        response.putArray("output");
        response.put("conversation_id", inConversation() ? conversationId : null);
        response.set("output_modalities", setting("output_modalities"));
        response.set("max_output_tokens", setting("max_output_tokens"));
        ObjectNode output = response.putObject("audio").putObject("output");
        output.set("format", session.at("/audio/output/format").deepCopy());
        output.set("voice", session.at("/audio/output/voice").deepCopy());
        response.putNull("usage");
        JsonNode metadata = wish.path("metadata");
        response.set("metadata", metadata.isObject() ? metadata.deepCopy() : null);
        return response;
    }

    private JsonNode setting(String name) {
        return (wish.has(name) ? wish.path(name) : session.path(name)).deepCopy();
    }
}
