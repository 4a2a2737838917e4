package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.openai.ConversationItem.State;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.Interrupted;
import dev.viva.realtime.CallEvent.ItemAdded;
import dev.viva.realtime.CallEvent.PatientPartial;
import dev.viva.realtime.CallEvent.PatientTranscribed;
import dev.viva.realtime.CallEvent.StudentPartial;
import dev.viva.realtime.CallEvent.StudentTranscribed;
import dev.viva.realtime.CallEvent.TranscriptionFailed;
import dev.viva.realtime.Speaker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the lines of one connection from its items, by the rules of {@code src/test/resources/realtime/README.md}.
 * The page does the same in {@code frontend/src/call/transcriber.ts}. Bounded: the oldest item is forgotten first. Not
 * thread-safe.
 */
final class LineAssembler {
    private static final int MAX_ITEMS = 64;

    private final Map<String, ConversationItem> items = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ConversationItem> eldest) {
            return size() > MAX_ITEMS;
        }
    };

    /** The place of a student's item. */
    List<CallEvent> placed(String itemId, @Nullable String previousItemId) {
        return place(item(itemId, Speaker.STUDENT), previousItemId);
    }

    /** The student begins to speak. */
    void speechStarted(String itemId) {
        item(itemId, Speaker.STUDENT);
    }

    /** A piece of a student's part. */
    List<CallEvent> transcribing(String itemId, int index, String piece) {
        ConversationItem item = item(itemId, Speaker.STUDENT);
        return item.addPiece(index, piece) ? partial(item) : List.of();
    }

    /** A segment of a student's part. */
    List<CallEvent> segment(String itemId, int index, String segmentId, String words) {
        ConversationItem item = item(itemId, Speaker.STUDENT);
        return item.addSegment(index, segmentId, words) ? partial(item) : List.of();
    }

    /** A student's part is transcribed. */
    List<CallEvent> transcribed(String itemId, int index, String words) {
        ConversationItem item = item(itemId, Speaker.STUDENT);
        item.close(index, words);
        return settle(item);
    }

    /** A student's part could not be transcribed. */
    List<CallEvent> untranscribed(String itemId, int index, @Nullable String code) {
        ConversationItem item = item(itemId, Speaker.STUDENT);
        if (item.state != State.OPEN) {
            return List.of();
        }
        item.close(index, "");
        if (item.isWhole() && item.known().isEmpty()) {
            item.state = State.NOTHING;
            return List.of(new TranscriptionFailed(itemId, code));
        }
        return settle(item);
    }

    /** A piece of an answer's part. */
    List<CallEvent> answering(String itemId, String responseId, int index, String piece) {
        ConversationItem item = answer(itemId, responseId);
        return item.addPiece(index, piece) ? partial(item) : List.of();
    }

    /** A whole part of an answer; more parts may follow. */
    List<CallEvent> answered(String itemId, String responseId, int index, String words) {
        ConversationItem item = answer(itemId, responseId);
        item.setWords(index, words);
        return item.state == State.OPEN ? List.of() : finish(item);
    }

    /** An item of the conversation. */
    List<CallEvent> added(JsonNode described, @Nullable String previousItemId, boolean done) {
        ConversationItem item = describe(described);
        List<CallEvent> events = place(item, previousItemId);
        if (item.speaker == Speaker.STUDENT) {
            events.addAll(settle(item));
        } else if (done) {
            events.addAll(answerEnded(item));
        }
        return events;
    }

    /** An item of a response. */
    List<CallEvent> responseItem(JsonNode described, String responseId, boolean done) {
        ConversationItem item = describe(described);
        item.responseId = responseId;
        return done ? answerEnded(item) : List.of();
    }

    /** A response has ended, and with it all its items, interrupted or not. */
    List<CallEvent> responseDone(JsonNode response, String responseId) {
        boolean cancelled = response.path("status").asText("").equals("cancelled");
        List<CallEvent> events = new ArrayList<>();
        for (JsonNode described : response.path("output")) {
            if (described.path("id").isTextual()) {
                ConversationItem item = describe(described);
                item.responseId = responseId;
                events.addAll(item.responseEnded ? finish(item) : List.of());
            }
        }
        for (ConversationItem item : answers(item -> !item.responseEnded && item.isOf(responseId))) {
            item.responseEnded = true;
            events.addAll(finish(item));
            if (cancelled && !item.completed && item.state == State.FINAL) {
                events.addAll(interrupted(item, 0));
            }
        }
        return events;
    }

    /** The sound of a response has ended or was cut off, so its text is complete; there may be no other sign. */
    List<CallEvent> playbackEnded(String responseId, boolean cutOff) {
        List<CallEvent> events = new ArrayList<>();
        for (ConversationItem item : answers(item -> responseId.equals(item.responseId))) {
            events.addAll(settle(item));
            events.addAll(cutOff && !item.known().isEmpty() ? interrupted(item, 0) : List.of());
        }
        return events;
    }

    /** The student interrupted an answer. */
    List<CallEvent> truncated(String itemId, long audioEndMs) {
        return interrupted(item(itemId, Speaker.PATIENT), audioEndMs);
    }

    /** The connection has ended: every complete item becomes a line. */
    List<CallEvent> end() {
        List<CallEvent> events = settleAnswers(item -> true);
        items.values().stream()
                .filter(item -> item.speaker == Speaker.STUDENT && item.state == State.OPEN)
                .forEach(item -> {
                    item.closeSegments();
                    events.addAll(settle(item));
                });
        return events;
    }

    /** Places an item; an item after an answer shows that the answer is complete. */
    private List<CallEvent> place(ConversationItem item, @Nullable String previousItemId) {
        boolean linked = item.previousItemId == null && previousItemId != null;
        boolean news = item.state != State.NOTHING && (!item.placed || linked);
        List<CallEvent> events = new ArrayList<>();
        if (!item.placed) {
            events.addAll(settleAnswers(other -> other != item));
        }
        item.placed = true;
        if (linked) {
            item.previousItemId = previousItemId;
        }
        if (news) {
            events.add(new ItemAdded(item.id(), item.previousItemId, item.speaker));
        }
        if (linked && item.state == State.FINAL) {
            events.add(line(item));
        }
        return events;
    }

    private List<CallEvent> settleAnswers(Predicate<ConversationItem> which) {
        List<CallEvent> events = new ArrayList<>();
        answers(item -> item.state == State.OPEN && which.test(item)).forEach(item -> events.addAll(settle(item)));
        return events;
    }

    /** An item without a response was added by a client: the patient never said it. */
    private List<CallEvent> answerEnded(ConversationItem item) {
        if (item.responseId == null) {
            item.state = State.NOTHING;
            return List.of();
        }
        return settle(item);
    }

    private List<CallEvent> settle(ConversationItem item) {
        return item.isWhole() ? finish(item) : List.of();
    }

    private List<CallEvent> finish(ConversationItem item) {
        String text = item.known();
        if (text.isEmpty()) {
            boolean noise = item.speaker == Speaker.STUDENT && item.state == State.OPEN;
            item.state = State.NOTHING;
            return noise ? List.of(new StudentTranscribed(item.id(), "", null)) : List.of();
        }
        if (text.equals(item.text)) {
            return List.of();
        }
        item.state = State.FINAL;
        item.text = text;
        return List.of(line(item));
    }

    private CallEvent line(ConversationItem item) {
        return item.speaker == Speaker.STUDENT
                ? new StudentTranscribed(item.id(), item.text, previous(item))
                : new PatientTranscribed(item.id(), item.text, previous(item));
    }

    private static List<CallEvent> interrupted(ConversationItem item, long audioEndMs) {
        boolean known = item.interrupted;
        item.interrupted = true;
        return known ? List.of() : List.of(new Interrupted(item.id(), audioEndMs));
    }

    private static List<CallEvent> partial(ConversationItem item) {
        String known = item.known();
        if (known.isEmpty() || item.state == State.FINAL) {
            return List.of();
        }
        boolean student = item.speaker == Speaker.STUDENT;
        return List.of(student ? new StudentPartial(item.id(), known) : new PatientPartial(item.id(), known));
    }

    /** The line before an item, skipping items without text. */
    private @Nullable String previous(ConversationItem item) {
        Set<String> seen = new HashSet<>();
        String id = item.previousItemId;
        while (id != null && seen.add(id)) {
            ConversationItem before = items.get(id);
            if (before == null || before.state != State.NOTHING) {
                return id;
            }
            id = before.previousItemId;
        }
        return null;
    }

    private List<ConversationItem> answers(Predicate<ConversationItem> which) {
        return items.values().stream()
                .filter(item -> item.responseId != null && which.test(item))
                .toList();
    }

    private ConversationItem answer(String itemId, String responseId) {
        ConversationItem item = item(itemId, Speaker.PATIENT);
        item.responseId = responseId;
        return item;
    }

    private ConversationItem item(String itemId, Speaker speaker) {
        return items.computeIfAbsent(itemId, id -> new ConversationItem(id, speaker));
    }

    private ConversationItem describe(JsonNode described) {
        boolean user = described.path("role").asText("").equals("user");
        ConversationItem item = item(described.path("id").asText(), user ? Speaker.STUDENT : Speaker.PATIENT);
        item.describe(described);
        return item;
    }
}
