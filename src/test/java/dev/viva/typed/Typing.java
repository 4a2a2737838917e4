package dev.viva.typed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.SpokenText;
import java.util.List;
import java.util.Map;

/** A student who types. */
public final class Typing {
    private Typing() {}

    /** Types a line to the patient. */
    public static Api.Reply say(Api api, Api.Opened session, String item, String text) {
        return say(api, session, "", item, text);
    }

    /** Types a line to the patient, with this query. */
    static Api.Reply say(Api api, Api.Opened session, String query, String item, String text) {
        SpokenText.add(text);
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("item_id", item)
                .put("text", text)
                .toString();
        return api.post(session.path("/say" + query), session.grant(), body);
    }

    /** Waits for this many turns and returns them in reading order. */
    public static List<JsonNode> turns(Api api, Api.Opened session, int count) {
        // Waits on the stream, because polling would exceed the default limits.
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            for (int i = 0; i < count; i++) {
                until(frames, "turn");
            }
        }
        return turns(api, session);
    }

    /** The turns in reading order. */
    public static List<JsonNode> turns(Api api, Api.Opened session) {
        return api.get(session.path("/turns"), session.grant())
                .json()
                .path("turns")
                .valueStream()
                .toList();
    }

    /** The speakers, in reading order. */
    public static List<String> speakers(List<JsonNode> turns) {
        return turns.stream().map(turn -> turn.path("role").asText()).toList();
    }

    /** The next event of that type. */
    static Frames.Frame until(Frames frames, String event) {
        var frame = frames.next();
        while (!frame.event().equals(event)) {
            frame = frames.next();
        }
        return frame;
    }
}
