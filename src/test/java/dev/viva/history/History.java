package dev.viva.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one session did, which answers they got and what they saw, with the rows stored in the end. Times
 * are nanoseconds of one clock.
 *
 * @param relays every final line that was sent, with its outcome
 * @param phases every phase that was answered
 * @param ends every answer to ending the session
 * @param reads every transcript or page of turns that was read
 * @param readers every reader of events, over all its connections
 * @param reported lines that the provider reported: they may store a line or revise it
 * @param erased the answers about its erasure
 * @param stored the log's rows in order of seq
 */
public record History(
        String session,
        List<Relay> relays,
        List<Step> phases,
        List<Summed> ends,
        List<Read> reads,
        List<Reader> readers,
        List<Line> reported,
        Erased erased,
        List<Frame> stored) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The time from a request to its answer. */
    public record Span(long begin, long end) {}

    /** A final line as a client sends it. */
    public record Line(
            String item, String role, String text, @Nullable String previous) {}

    /** The answer to a relayed line. */
    public enum Outcome {
        STORED,
        AGAIN,
        CONFLICT,
        ENDED,
        /** The session is not found, as after its erasure. */
        GONE,
        /** A server error or no answer: the line may be stored or not. */
        UNKNOWN;

        /** The outcome of one line of a batch. */
        static Outcome ofStatus(String status) {
            return switch (status) {
                case "stored" -> STORED;
                case "already_stored" -> AGAIN;
                case "conflict" -> CONFLICT;
                case "session_ended" -> ENDED;
                default -> throw new AssertionError("a line of a batch has status " + status);
            };
        }
    }

    /** @param seq of the receipt; 0 where there was none */
    public record Relay(Span span, Line line, Outcome outcome, long seq, boolean late) {}

    /** An answered phase. */
    public record Step(Span span, String phase) {}

    /** What a summary claims. */
    record Sum(long lastSeq, int turns, String digest) {}

    /** An answered summary. */
    public record Summed(Span span, Sum sum) {}

    /** A line as clients see it. */
    record Shown(
            long seq,
            String item,
            String role,
            String text,
            @Nullable String previous,
            Instant begun,
            boolean late) {}

    /**
     * A transcript as it was read.
     *
     * @param lastSeq the last sequence number at the time
     * @param sum null for a page of turns, which has none; such a page is all turns in order of arrival
     */
    record Read(Span span, long lastSeq, @Nullable Sum sum, List<Shown> turns) {}

    /** One event as it was stored or sent: its number, type and JSON. */
    public record Frame(long seq, String type, String data) {
        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("an event that is no JSON", e);
            }
        }

        /** The line of a {@code turn} or {@code turn_revised}. */
        Shown turn() {
            return shown(json().path("turn"));
        }

        Sum summary() {
            return sum(json().path("summary"));
        }
    }

    /**
     * An event and the time when it arrived.
     *
     * @param since when its connection was requested
     */
    record Seen(long since, long at, Frame frame) {}

    /** @param toTheEnd whether the service ended its stream as complete */
    record Reader(String name, List<Seen> seen, boolean toTheEnd) {}

    /**
     * The answers about a session's erasure.
     *
     * @param confirmed every answer that confirms the erasure
     * @param gone every answer, except to relays, that the session is not found
     */
    public record Erased(List<Span> confirmed, List<Span> gone) {
        public static final Erased NEVER = new Erased(List.of(), List.of());
    }

    /** A copy with the rows of its session, in order of seq. */
    History stored(List<Frame> rows) {
        return new History(session, relays, phases, ends, reads, readers, reported, erased, rows);
    }

    static Shown shown(JsonNode turn) {
        return new Shown(
                turn.path("seq").asLong(),
                turn.path("item_id").asText(),
                turn.path("role").asText(),
                turn.path("text").asText(),
                turn.path("previous_item_id").asText(null),
                Instant.parse(turn.path(turn.has("started_at") ? "started_at" : "created_at")
                        .asText()),
                turn.path("late").asBoolean());
    }

    /** A transcript, or a page of turns, as it is on the wire. */
    static Read read(Span span, JsonNode json) {
        var turns = new ArrayList<Shown>();
        json.path("turns").forEach(turn -> turns.add(shown(turn)));
        return new Read(span, json.path("last_seq").asLong(), json.has("digest") ? sum(json) : null, turns);
    }

    public static Sum sum(JsonNode summary) {
        return new Sum(
                summary.path("last_seq").asLong(),
                summary.path("turn_count").asInt(),
                summary.path("digest").asText());
    }
}
