package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The events of one response with one item of one part. */
final class ReplyEvents {
    private final Response response;
    private final String itemId;

    ReplyEvents(Response response, String itemId) {
        this.response = response;
        this.itemId = itemId;
    }

    ObjectNode response(String what, ObjectNode description) {
        return ServerEvents.event("response." + what).set("response", description);
    }

    ObjectNode item(String what, ObjectNode item) {
        return ServerEvents.event("response." + what)
                .put("response_id", response.id())
                .put("output_index", 0)
                .set("item", item.deepCopy());
    }

    ObjectNode delta(String words) {
        return inPart(stream() + ".delta").put("delta", words).put("obfuscation", ServerEvents.obfuscation());
    }

    ObjectNode arguments(String what, String callId) {
        return ServerEvents.event("response.function_call_arguments." + what)
                .put("response_id", response.id())
                .put("item_id", itemId)
                .put("output_index", 0)
                .put("call_id", callId);
    }

    ObjectNode audioDone() {
        return inPart("response.output_audio.done");
    }

    ObjectNode textDone(String text) {
        return inPart(stream() + ".done").put(field(), text);
    }

    ObjectNode part(String what, String text) {
        ObjectNode part = ServerEvents.object().put("type", response.spoken() ? "audio" : "text");
        return inPart("response.content_part." + what).set("part", part.put(field(), text));
    }

    /** The content of the finished item; its type has another name than in the part's events. */
    ObjectNode content(String text) {
        return ServerEvents.object()
                .put("type", response.spoken() ? "output_audio" : "output_text")
                .put(field(), text);
    }

    private ObjectNode inPart(String type) {
        return ServerEvents.event(type)
                .put("response_id", response.id())
                .put("item_id", itemId)
                .put("output_index", 0)
                .put("content_index", 0);
    }

    private String stream() {
        return response.spoken() ? "response.output_audio_transcript" : "response.output_text";
    }

    private String field() {
        return response.spoken() ? "transcript" : "text";
    }
}
