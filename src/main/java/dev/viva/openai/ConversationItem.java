package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.CharMatcher;
import dev.viva.realtime.Speaker;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One item of a conversation and the words of its parts, in order. The rules stand beside the recorded sequences, in
 * {@code src/test/resources/realtime/README.md}; the page has the same ones in {@code frontend/src/call/item.ts}.
 */
final class ConversationItem {
    /** The contract's longest line, in UTF-16 units. */
    static final int MAX_TEXT = 20_000;

    /** One more than a line takes: it tells whether the last character that counts is whole. */
    private static final int MAX_KEPT = MAX_TEXT + 1;

    private static final int MAX_PARTS = 16;
    private static final int MAX_SEGMENTS = 500;
    private static final CharMatcher BLANK = CharMatcher.whitespace().or(CharMatcher.is('\uFEFF'));

    /** The state of an item on its way to a line. */
    enum State {
        /** Text may follow. */
        OPEN,
        /** It is a line. */
        FINAL,
        /** No text: a noise, a function call, a system message. Later text may still make it a line. */
        NOTHING
    }

    private static final class Part {
        private final StringBuilder pieces = new StringBuilder();
        private final Map<String, String> segments = new LinkedHashMap<>();
        private int segmentsLength;
        private String whole = "";
        private boolean closed;

        /** Keeps a segment, as far as a line takes it; false if it adds nothing. */
        boolean put(String segmentId, String text) {
            int others = segmentsLength - segments.getOrDefault(segmentId, "").length();
            String kept = cut(text, MAX_KEPT - others);
            segmentsLength = others + kept.length();
            return !kept.equals(segments.put(segmentId, kept));
        }

        String text() {
            if (!whole.isEmpty()) {
                return whole;
            }
            return pieces.isEmpty() ? trim(String.join(" ", segments.values())) : trim(pieces.toString());
        }
    }

    private final String id;
    private final Map<Integer, Part> parts = new TreeMap<>();
    final Speaker speaker;
    State state = State.OPEN;
    /** The text of the line, once it is one. */
    String text = "";

    boolean placed;

    @Nullable
    String previousItemId;
    /** The response of the item; empty if it has no id, null if there is none. */
    @Nullable
    String responseId;

    boolean responseEnded;
    boolean completed;
    boolean interrupted;

    ConversationItem(String id, Speaker speaker) {
        this.id = id;
        this.speaker = speaker;
    }

    String id() {
        return id;
    }

    boolean isOf(String response) {
        return response.isEmpty() || "".equals(responseId) || response.equals(responseId);
    }

    /** Reads the description of the whole item from an event. */
    void describe(JsonNode described) {
        boolean isMessage = described.path("type").asText("message").equals("message");
        String role = described.path("role").asText("assistant");
        if (!isMessage || !Set.of("user", "assistant").contains(role)) {
            state = State.NOTHING;
            return;
        }
        completed = completed || described.path("status").asText("").equals("completed");
        int index = 0;
        for (JsonNode part : described.path("content")) {
            describe(index++, part);
        }
    }

    private void describe(int index, JsonNode part) {
        String type = part.path("type").asText("");
        if (type.equals("input_text")) {
            close(index, words(part));
        } else {
            setWords(index, words(part));
        }
        if (type.equals("input_audio")) {
            part(index); // exists, though its text does not yet
        }
    }

    /** The text of a part, typed or spoken. */
    static String words(JsonNode part) {
        return part.path("text").asText(part.path("transcript").asText(""));
    }

    /** A piece of a part, as it is spoken; false if it adds nothing. */
    boolean addPiece(int index, String piece) {
        Part part = part(index);
        if (part == null || part.closed || state == State.FINAL || piece.isEmpty()) {
            return false;
        }
        part.pieces.append(piece, 0, Math.min(piece.length(), MAX_TEXT - part.pieces.length()));
        return true;
    }

    /** A segment of one speaker, from a model that separates speakers; false if it adds nothing. */
    boolean addSegment(int index, String segmentId, String words) {
        Part part = part(index);
        if (part == null || part.closed || part.segments.size() >= MAX_SEGMENTS) {
            return false;
        }
        return part.put(segmentId, trim(words));
    }

    /** The whole text of a part. Empty text is ignored: an event may leave out what another contains. */
    void setWords(int index, String words) {
        Part part = part(index);
        String whole = trim(words);
        if (part != null && !whole.isEmpty()) {
            part.whole = cut(whole, MAX_KEPT);
            part.closed = true;
        }
    }

    /** The part is complete: with this text, else with its segments; without either, its pieces were a mistake. */
    void close(int index, String words) {
        setWords(index, words);
        Part part = part(index);
        if (part != null && !part.closed) {
            part.pieces.setLength(0);
            part.whole = part.text();
            part.closed = true;
        }
    }

    /** The connection has ended: segments are final, even without the whole text. */
    void closeSegments() {
        parts.forEach((index, part) -> {
            if (!part.segments.isEmpty()) {
                close(index, "");
            }
        });
    }

    /** Whether every known part is complete. */
    boolean isWhole() {
        return !parts.isEmpty() && parts.values().stream().allMatch(part -> part.closed);
    }

    /** The text so far, its parts in order. */
    String known() {
        return limit(join(parts.values()));
    }

    /** Cuts at the maximum length of a line, never between the surrogates of a character. */
    private static String limit(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return trim(text.substring(0, end));
    }

    private static String join(Collection<Part> parts) {
        return parts.stream().map(Part::text).filter(words -> !words.isEmpty()).collect(Collectors.joining(" "));
    }

    private @Nullable Part part(int index) {
        return index < 0 || index >= MAX_PARTS ? null : parts.computeIfAbsent(index, any -> new Part());
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    private static String trim(String words) {
        return BLANK.trimFrom(words.replace("\0", ""));
    }
}
