package dev.viva.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.viva.model.SessionEvent;

/** Reads and writes events as they are stored and sent. Its exceptions never contain transcript text. */
final class EventJson {
    private final ObjectMapper json;
    private final ObjectReader reader;

    EventJson(ObjectMapper json) {
        this.json = json;
        // During a rolling update a newer version may store members that this one does not know.
        this.reader = json.readerFor(SessionEvent.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    SessionEvent read(String payload) {
        try {
            return reader.readValue(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("transcript: cannot read a stored event", redacted(e));
        }
    }

    String write(SessionEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("transcript: cannot write an event", redacted(e));
        }
    }

    /** Jackson quotes the document in its messages, and the document contains transcript text. */
    private static IllegalStateException redacted(JsonProcessingException e) {
        return new IllegalStateException(e.getClass().getName());
    }
}
