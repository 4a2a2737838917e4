package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.ProviderError;
import dev.viva.realtime.CallEvent.ResponseDone;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallEvent.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the provider's events of one connection. Not thread-safe. */
final class EventReader {
    /** As in the contract: other ids cannot be stored. */
    private static final Pattern ITEM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    /** Known but unused. Unknown types are counted: they show a newer protocol. */
    private static final Set<String> UNUSED = Set.of(
            "session.created",
            "conversation.created",
            "conversation.item.deleted",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.cleared",
            "input_audio_buffer.timeout_triggered",
            "output_audio_buffer.started",
            "response.created",
            "response.content_part.added",
            "response.output_audio.delta",
            "response.output_audio.done",
            "rate_limits.updated");

    private static final int MAX_SEEN = 512;

    private final LongAdder ignored;
    private final LineAssembler lines = new LineAssembler();
    private final FunctionCalls functions;
    /** The last events, since one may be sent twice. */
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_SEEN;
        }
    });

    /**
     * @param ignored counts messages not understood
     * @param functions of the call, whichever connection tells of them
     */
    EventReader(LongAdder ignored, FunctionCalls functions) {
        this.ignored = ignored;
        this.functions = functions;
    }

    /** The events of a message; may be none. */
    List<CallEvent> read(JsonNode message) {
        String type = message.path("type").asText("");
        if (UNUSED.contains(type) || isRepeated(message)) {
            return List.of();
        }
        List<CallEvent> events = events(type, message);
        if (events == null) {
            ignored.increment();
            return List.of();
        }
        return events;
    }

    /** The last events, once the connection has ended. */
    List<CallEvent> end() {
        return lines.end();
    }

    /** By its id and its subject, since the ids of some compatible servers are not unique. */
    private boolean isRepeated(JsonNode message) {
        String eventId = message.path("event_id").asText("");
        return !eventId.isEmpty()
                && !seen.add(String.join(
                        "|",
                        eventId,
                        message.path("type").asText(""),
                        message.path("item_id").asText(""),
                        message.path("delta").asText("")));
    }

    private @Nullable List<CallEvent> events(String type, JsonNode message) {
        return switch (type) {
            case "conversation.item.added", "conversation.item.created" -> conversationItem(message, false);
            case "conversation.item.done" -> conversationItem(message, true);
            case "conversation.item.truncated" ->
                item(
                        message,
                        id -> lines.truncated(id, message.path("audio_end_ms").asLong()));
            case "conversation.item.retrieved" -> functions.retrieved(message.path("item"));
            case "response.output_item.added" -> outputItem(message, false);
            case "response.output_item.done" -> outputItem(message, true);
            case "response.done" -> done(message.path("response"));
            case "output_audio_buffer.stopped" -> lines.playbackEnded(responseId(message), false);
            case "output_audio_buffer.cleared" -> lines.playbackEnded(responseId(message), true);
            case "session.updated" -> changed(message.path("session"));
            case "error" -> error(message.path("error"));
            default -> item(message, id -> ofItem(type, id, message));
        };
    }

    private @Nullable List<CallEvent> ofItem(String type, String id, JsonNode message) {
        int index = message.path("content_index").asInt();
        String response = responseId(message);
        return switch (type) {
            case "input_audio_buffer.speech_started" -> {
                lines.speechStarted(id);
                yield List.of(new SpeechStarted(id));
            }
            case "input_audio_buffer.committed" -> lines.placed(id, previous(message));
            case "conversation.item.input_audio_transcription.delta" ->
                lines.transcribing(id, index, text(message, "delta"));
            case "conversation.item.input_audio_transcription.segment" ->
                lines.segment(id, index, text(message, "id"), text(message, "text"));
            case "conversation.item.input_audio_transcription.completed" ->
                lines.transcribed(id, index, text(message, "transcript"));
            case "conversation.item.input_audio_transcription.failed" ->
                lines.untranscribed(id, index, code(message.path("error"), "code"));
            case "response.output_audio_transcript.delta", "response.output_text.delta" ->
                lines.answering(id, response, index, text(message, "delta"));
            case "response.output_audio_transcript.done", "response.output_text.done" ->
                lines.answered(id, response, index, ConversationItem.words(message));
            case "response.content_part.done" ->
                lines.answered(id, response, index, ConversationItem.words(message.path("part")));
            case "response.function_call_arguments.delta" -> List.of();
            case "response.function_call_arguments.done" -> {
                functions.finished(
                        response,
                        new CallEvent.FunctionCall(
                                id, text(message, "call_id"), text(message, "name"), text(message, "arguments")));
                yield List.of();
            }
            default -> null;
        };
    }

    private @Nullable List<CallEvent> conversationItem(JsonNode message, boolean done) {
        JsonNode item = message.path("item");
        return id(item, "id") == null ? null : lines.added(item, previous(message), done);
    }

    private @Nullable List<CallEvent> outputItem(JsonNode message, boolean done) {
        JsonNode item = message.path("item");
        functions.described(responseId(message), item);
        return id(item, "id") == null ? null : lines.responseItem(item, responseId(message), done);
    }

    private List<CallEvent> done(JsonNode response) {
        List<CallEvent> events =
                new ArrayList<>(lines.responseDone(response, response.path("id").asText("")));
        events.addAll(functions.responseDone(response));
        events.add(responseDone(response));
        return events;
    }

    private static String responseId(JsonNode message) {
        return text(message, "response_id");
    }

    private static CallEvent responseDone(JsonNode response) {
        JsonNode details = response.path("status_details");
        String reason = code(details.path("error"), "code");
        if (reason == null) {
            reason = code(details, "reason");
        }
        if (reason == null) {
            reason = code(details.path("error"), "type");
        }
        String status = code(response, "status");
        return new ResponseDone(
                id(response, "id"), status == null ? "unknown" : status, reason, usage(response.path("usage")));
    }

    private static Usage usage(JsonNode usage) {
        JsonNode input = usage.path("input_token_details");
        return new Usage(
                usage.path("total_tokens").asLong(),
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                input.path("cached_tokens").asLong(),
                input.path("audio_tokens").asLong(),
                usage.path("output_token_details").path("audio_tokens").asLong());
    }

    /** Members left out of the session are unchanged. */
    private static @Nullable List<CallEvent> changed(JsonNode session) {
        JsonNode instructions = session.path("instructions");
        return instructions.isTextual()
                ? List.of(new SessionChanged(
                        SessionChanged.digest(instructions.textValue()),
                        SessionBody.transcriptionOf(session),
                        Tools.inForce(session)))
                : null;
    }

    private static List<CallEvent> error(JsonNode error) {
        String code = code(error, "code");
        return List.of(new ProviderError(code == null ? "unknown" : code, code(error, "event_id")));
    }

    private static @Nullable List<CallEvent> item(
            JsonNode message, Function<String, @Nullable List<CallEvent>> events) {
        String itemId = id(message, "item_id");
        return itemId == null ? null : events.apply(itemId);
    }

    /** The previous item; null for "root", the beginning of the conversation. */
    private static @Nullable String previous(JsonNode message) {
        String previous = id(message, "previous_item_id");
        return "root".equals(previous) ? null : previous;
    }

    private static @Nullable String id(JsonNode node, String field) {
        String id = node.path(field).asText("");
        return isItemId(id) ? id : null;
    }

    static boolean isItemId(String id) {
        return ITEM_ID.matcher(id).matches();
    }

    private static @Nullable String code(JsonNode node, String field) {
        return ErrorReplies.plainCode(node.path(field).asText(""));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
