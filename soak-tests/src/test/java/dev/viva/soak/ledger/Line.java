package dev.viva.soak.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One line of a conversation, as a browser relays it.
 *
 * @param previous the id of the line that was spoken before it; null for the first
 */
public record Line(String itemId, String role, String text, String previous, Instant startedAt) {

    public Line {
        startedAt = startedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The body of a relay of the final line. */
    public String whole() {
        return body(text, true);
    }

    /** The body of a relay of a partial line. */
    public String partial(int part, int parts) {
        int end = Math.max(1, text.length() * part / parts);
        return body(text.substring(0, text.offsetByCodePoints(0, Math.min(end, codePoints()))), false);
    }

    private int codePoints() {
        return text.codePointCount(0, text.length());
    }

    private String body(String words, boolean whole) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("item_id", itemId)
                .put("role", role)
                .put("text", words)
                .put("is_final", whole)
                .put("started_at", startedAt.toString());
        if (previous != null) {
            body.put("previous_item_id", previous);
        }
        return body.toString();
    }
}
