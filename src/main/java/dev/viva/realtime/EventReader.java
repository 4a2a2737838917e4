package dev.viva.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.realtime.CallEvent.Heard;
import dev.viva.realtime.CallEvent.HeardPartly;
import dev.viva.realtime.CallEvent.Interrupted;
import dev.viva.realtime.CallEvent.ItemAdded;
import dev.viva.realtime.CallEvent.NotHeard;
import dev.viva.realtime.CallEvent.ProviderError;
import dev.viva.realtime.CallEvent.ResponseDone;
import dev.viva.realtime.CallEvent.Said;
import dev.viva.realtime.CallEvent.SayingPartly;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallEvent.SpeechStarted;
import dev.viva.realtime.CallEvent.Usage;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands the provider's events of one connection. Used by one thread at a time. */
final class EventReader {
    /** As the contract has it: another id could not be stored. */
    private static final Pattern ITEM_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    private static final Set<String> FATAL =
            Set.of("session_expired", "insufficient_quota", "invalid_api_key", "beta_api_shape_disabled");

    /** Known, and of no use here; what is neither used nor among these is counted, for it shows a new protocol. */
    private static final Set<String> UNUSED = Set.of(
            "session.created",
            "conversation.created",
            "conversation.item.created",
            "conversation.item.done",
            "conversation.item.deleted",
            "conversation.item.retrieved",
            "conversation.item.input_audio_transcription.segment",
            "input_audio_buffer.speech_stopped",
            "input_audio_buffer.cleared",
            "input_audio_buffer.timeout_triggered",
            "output_audio_buffer.started",
            "output_audio_buffer.stopped",
            "output_audio_buffer.cleared",
            "response.created",
            "response.output_item.added",
            "response.output_item.done",
            "response.content_part.added",
            "response.content_part.done",
            "response.output_audio.delta",
            "response.output_audio.done",
            "rate_limits.updated");

    private final LongAdder ignored;
    private final PartialTexts heard = new PartialTexts();
    private final PartialTexts said = new PartialTexts();

    /** @param ignored counts what was not understood */
    EventReader(LongAdder ignored) {
        this.ignored = ignored;
    }

    /** What the message means to the service, if anything. */
    @Nullable
    CallEvent read(JsonNode message) {
        String type = message.path("type").asText("");
        if (UNUSED.contains(type)) {
            return null;
        }
        CallEvent event = event(type, message);
        if (event == null) {
            ignored.increment();
        }
        return event;
    }

    private @Nullable CallEvent event(String type, JsonNode message) {
        return switch (type) {
            case "conversation.item.added" -> added(message);
            case "input_audio_buffer.committed" ->
                item(message, id -> new ItemAdded(id, previous(message), Speaker.STUDENT, null));
            case "conversation.item.input_audio_transcription.delta" ->
                item(message, id -> new HeardPartly(id, heard.add(id, text(message, "delta"))));
            case "conversation.item.input_audio_transcription.completed" ->
                item(message, id -> new Heard(heard.forget(id), text(message, "transcript")));
            case "conversation.item.input_audio_transcription.failed" ->
                item(message, id -> new NotHeard(heard.forget(id), code(message.path("error"), "code")));
            case "response.output_audio_transcript.delta", "response.output_text.delta" ->
                item(message, id -> new SayingPartly(id, said.add(id, text(message, "delta"))));
            case "response.output_audio_transcript.done" ->
                item(message, id -> new Said(said.forget(id), text(message, "transcript")));
            case "response.output_text.done" -> item(message, id -> new Said(said.forget(id), text(message, "text")));
            case "input_audio_buffer.speech_started" -> item(message, SpeechStarted::new);
            case "conversation.item.truncated" ->
                item(
                        message,
                        id -> new Interrupted(id, message.path("audio_end_ms").asLong()));
            case "response.done" -> done(message.path("response"));
            case "session.updated" -> changed(message.path("session"));
            case "error" -> error(message.path("error"));
            default -> null;
        };
    }

    private static @Nullable CallEvent added(JsonNode message) {
        JsonNode item = message.path("item");
        String itemId = id(item, "id");
        Speaker speaker = switch (item.path("role").asText("")) {
            case "user" -> Speaker.STUDENT;
            case "assistant" -> Speaker.PATIENT;
            default -> null;
        };
        return itemId == null || speaker == null
                ? null
                : new ItemAdded(itemId, previous(message), speaker, typed(item.path("content")));
    }

    private static @Nullable String typed(JsonNode content) {
        StringBuilder typed = new StringBuilder();
        boolean any = false;
        for (JsonNode part : content) {
            if (part.path("type").asText("").equals("input_text")) {
                typed.append(text(part, "text"));
                any = true;
            }
        }
        return any ? typed.toString() : null;
    }

    private static CallEvent done(JsonNode response) {
        JsonNode details = response.path("status_details");
        String reason = code(details.path("error"), "code");
        if (reason == null) {
            reason = code(details, "reason");
        }
        if (reason == null) {
            reason = code(details.path("error"), "type");
        }
        String status = code(response, "status");
        return new ResponseDone(status == null ? "unknown" : status, reason, usage(response.path("usage")));
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

    /** What is not said of the session is as it was. */
    private static @Nullable CallEvent changed(JsonNode session) {
        JsonNode instructions = session.path("instructions");
        boolean written = !session.at("/audio/input/transcription").isNull();
        boolean tools = !session.path("tools").isEmpty();
        return instructions.isTextual()
                ? new SessionChanged(SessionChanged.digest(instructions.textValue()), written, tools)
                : null;
    }

    private static CallEvent error(JsonNode error) {
        String code = code(error, "code");
        return new ProviderError(code == null ? "unknown" : code, code != null && FATAL.contains(code));
    }

    private static @Nullable CallEvent item(JsonNode message, Function<String, CallEvent> event) {
        String itemId = id(message, "item_id");
        return itemId == null ? null : event.apply(itemId);
    }

    /** A line put before all others has "root" before it, which is no line. */
    private static @Nullable String previous(JsonNode message) {
        String previous = id(message, "previous_item_id");
        return "root".equals(previous) ? null : previous;
    }

    private static @Nullable String id(JsonNode node, String field) {
        String id = node.path(field).asText("");
        return ITEM_ID.matcher(id).matches() ? id : null;
    }

    private static @Nullable String code(JsonNode node, String field) {
        return Failures.plainCode(node.path(field).asText(""));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
