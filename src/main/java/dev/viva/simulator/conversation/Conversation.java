package dev.viva.simulator.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.simulator.patient.PatientReply;
import dev.viva.simulator.patient.ScriptedPatient;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The provider's side of one call: client events in, server events out. Used on the call's loop only.
 *
 * <p>Incoming sound is ignored: there is no speech recognition. A student types, or speaks what a control request
 * contains.
 */
public final class Conversation implements StudentSpeech.Patient {
    private static final int MAX_EVENT_ID = 512;

    private final String id = ProviderIds.next("conv_");
    private final ObjectNode session;
    private final ScriptedPatient patient;
    private final CallContext context;
    private final Items items = new Items();
    private final EventTriggers triggers;
    private final StudentSpeech speech;
    private final Map<String, String> spokenItems = new HashMap<>();
    private @Nullable ActiveResponse active;

    public Conversation(ObjectNode session, ScriptedPatient patient, CallContext context) {
        this.session = session;
        this.patient = patient;
        this.triggers = new EventTriggers(context.events());
        this.context = context.sendingTo(triggers::send);
        this.speech = new StudentSpeech(session, items, context.timers(), triggers, this);
    }

    /** The channel is open. */
    public void open() {
        send(ServerEvents.session("session.created", session));
    }

    /** The session has expired. */
    public void expire() {
        send(ServerEvents.error(
                Refusal.invalid("session_expired", "Your session hit the maximum duration of 60 minutes.", null),
                null));
    }

    /** Ends it; no event follows. */
    public void close() {
        triggers.clear();
        context.voice().cut();
        if (active != null) {
            active.abandon();
        }
    }

    /** The student speaks a scripted turn. */
    public void speak(SpokenTurn turn) {
        speech.speak(turn);
    }

    @Override
    public void interrupt() {
        if (active != null) {
            active.cancel("turn_detected");
        }
        context.voice().cut().ifPresent(cut -> {
            send(ServerEvents.playback("cleared", cut.responseId()));
            items.find(spokenItems.getOrDefault(cut.responseId(), ""))
                    .ifPresent(item -> send(truncated(item, 0, cut.played().toMillis())));
        });
    }

    @Override
    public void reply(SpokenTurn turn) {
        try {
            requireNoActiveResponse();
            Response response = new Response(session, ServerEvents.object(), id);
            start(
                    switch (turn.reply()) {
                        case FAILED -> new FailedReply(response, turn.error(), context, this::responseEnded);
                        case TOOL_CALL ->
                            call(
                                    response,
                                    new PatientReply.FunctionCall(
                                            session.at("/tools/0/name").asText("lookup"), "{}"));
                        case NORMAL, NONE -> reply(response, "");
                    });
        } catch (Refusal e) {
            send(ServerEvents.error(e, null));
        }
    }

    /** A client's message, from the browser or from a sideband; both have the same rights. */
    public void receive(String message) {
        JsonNode event = read(message);
        String eventId =
                event.path("event_id").isTextual() ? event.path("event_id").asText() : null;
        try {
            if (eventId != null && eventId.length() > MAX_EVENT_ID) {
                eventId = null;
                throw Refusal.invalid("string_above_max_length", "The event_id is too long.", "event_id");
            }
            handle(event);
        } catch (Refusal e) {
            send(ServerEvents.error(e, eventId));
        }
    }

    private void handle(JsonNode event) {
        String type = event.path("type").asText();
        switch (type) {
            case "session.update" -> updateSession(event);
            case "conversation.item.create" -> createItem(event);
            case "conversation.item.retrieve" ->
                send(ServerEvents.event("conversation.item.retrieved")
                        .set("item", item(event, "retrieve").deepCopy()));
            case "conversation.item.truncate" -> truncateItem(event);
            case "conversation.item.delete" -> deleteItem(event);
            case "response.create" -> createResponse(event.path("response"));
            case "response.cancel" -> cancelResponse(event.path("response_id").asText());
            case "output_audio_buffer.clear" ->
                context.voice().cut().ifPresent(cut -> send(ServerEvents.playback("cleared", cut.responseId())));
            case "input_audio_buffer.append" -> {
                // Ignored: with WebRTC, sound comes as media.
            }
            case "input_audio_buffer.clear" -> {
                speech.clear();
                send(ServerEvents.event("input_audio_buffer.cleared"));
            }
            case "input_audio_buffer.commit" -> speech.commit();
            case "" -> throw Refusal.invalid("invalid_event", "An event is a JSON object with a type.", "type");
            default -> throw Refusal.invalid("invalid_event", "There is no such client event.", "type");
        }
    }

    private void updateSession(JsonNode event) {
        ObjectNode changed = session.deepCopy();
        SessionShape.update(changed, event.path("session"), items.patientHasSpoken());
        session.setAll(changed);
        send(ServerEvents.session("session.updated", session));
    }

    private void createItem(JsonNode event) {
        ObjectNode item = Message.of(event.path("item"), items);
        String line = items.unanswered();
        String previous = items.add(item, event.path("previous_item_id").asText(null));
        if (Items.isPatients(item)) {
            patient.remember(line, Items.textOf(item));
        }
        send(ServerEvents.item("conversation.item.added", previous, item));
        send(ServerEvents.item("conversation.item.done", previous, item));
    }

    private void truncateItem(JsonNode event) {
        ObjectNode item = item(event, "truncate");
        JsonNode end = event.path("audio_end_ms");
        if (!item.at("/content/0/type").asText().equals("output_audio")) {
            throw Refusal.invalid("invalid_value", "Only the patient's speech can be truncated.", "item_id");
        }
        if (!end.isInt() || end.asInt() < 0) {
            throw Refusal.wrongType("audio_end_ms", "an integer of at least 0");
        }
        send(truncated(item, event.path("content_index").asInt(), end.asInt()));
    }

    private static ObjectNode truncated(ObjectNode item, int part, long millis) {
        return ServerEvents.event("conversation.item.truncated")
                .put("item_id", Items.idOf(item))
                .put("content_index", part)
                .put("audio_end_ms", millis);
    }

    private void deleteItem(JsonNode event) {
        String itemId = Items.idOf(item(event, "delete"));
        items.remove(itemId);
        send(ServerEvents.event("conversation.item.deleted").put("item_id", itemId));
    }

    private ObjectNode item(JsonNode event, String what) {
        return items.find(event.path("item_id").asText())
                .orElseThrow(() -> Refusal.invalid(
                        "item_" + what + "_invalid_item_id", "There is no item of this id.", "item_id"));
    }

    private void createResponse(JsonNode wish) {
        requireNoActiveResponse();
        if (wish.has("output_modalities") && !SessionShape.modality(wish.path("output_modalities"))) {
            throw Refusal.invalid(
                    "invalid_value", "Supported values are: ['audio'] and ['text'].", "response.output_modalities");
        }
        start(reply(new Response(session, wish, id), wish.path("instructions").asText()));
    }

    private void requireNoActiveResponse() {
        if (active != null) {
            throw Refusal.invalid(
                    "conversation_already_has_active_response",
                    "Conversation already has an active response in progress: " + active.responseId() + ".",
                    null);
        }
    }

    private ActiveResponse reply(Response response, String instructions) {
        // Instructions for one response seldom name the case, so the session's are appended.
        String all = instructions + "\n" + session.path("instructions").asText();
        PatientReply next = items.unspokenOutput()
                .map(output -> patient.afterFunction(all, output))
                .orElseGet(() -> patient.answer(all, response.functions(), items.unanswered()));
        return switch (next) {
            case PatientReply.Spoken spoken -> say(response, spoken.text());
            case PatientReply.FunctionCall call -> call(response, call);
        };
    }

    private ActiveResponse say(Response response, String text) {
        return new Reply(response, text, items, context, this::responseEnded);
    }

    private ActiveResponse call(Response response, PatientReply.FunctionCall call) {
        return new ToolCall(response, call, items, context, this::responseEnded);
    }

    private void start(ActiveResponse answer) {
        active = answer;
        spokenItems.put(answer.responseId(), answer.itemId());
        answer.begin();
    }

    private void responseEnded() {
        active = null;
    }

    private void cancelResponse(String responseId) {
        if (active == null || !(responseId.isEmpty() || responseId.equals(active.responseId()))) {
            throw Refusal.invalid("response_cancel_not_active", "Cancellation failed: no active response found.", null);
        }
        active.cancel("client_cancelled");
    }

    private static JsonNode read(String message) {
        try {
            return ServerEvents.JSON.readTree(message);
        } catch (JsonProcessingException e) {
            // An object without a type is refused as an unknown event.
            return ServerEvents.object();
        }
    }

    private void send(ObjectNode event) {
        context.events().accept(event);
    }
}
