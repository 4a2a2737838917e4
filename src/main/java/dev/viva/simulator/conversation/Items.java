package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conversation's items in their order. */
final class Items {
    // An hour of typing; a client that sends more is broken.
    private static final int MAX_ITEMS = 2_000;

    private final List<ObjectNode> items = new ArrayList<>();
    private final Map<String, String> spokenWords = new HashMap<>();

    /**
     * Adds an item after another: null means at the end, "root" at the beginning. Returns the id of the item before it.
     */
    @Nullable
    String add(ObjectNode item, @Nullable String after) {
        int place = place(after);
        items.add(place, item);
        return previousOf(item);
    }

    /** Sets the words that the patient understands, independent of the transcript. */
    void setSpokenWords(String itemId, String words) {
        spokenWords.put(itemId, words);
    }

    void transcribed(String itemId, String text) {
        find(itemId).ifPresent(item -> ((ObjectNode) item.path("content").path(0)).put("transcript", text));
    }

    /** The output of the last function, if the patient has not spoken since and no student has. */
    Optional<String> unspokenOutput() {
        Optional<String> output = Optional.empty();
        for (ObjectNode item : items) {
            if (item.path("type").asText().equals("function_call_output")) {
                output = Optional.of(item.path("output").asText());
            } else if (!roleOf(item).isEmpty()) {
                output = Optional.empty();
            }
        }
        return output;
    }

    boolean hasFunctionCall(String callId) {
        return items.stream()
                .anyMatch(item -> item.path("type").asText().equals("function_call")
                        && item.path("call_id").asText().equals(callId));
    }

    /** Whether clients may add no more items. */
    boolean full() {
        return items.size() >= MAX_ITEMS;
    }

    Optional<ObjectNode> find(String id) {
        return items.stream().filter(item -> idOf(item).equals(id)).findFirst();
    }

    boolean remove(String id) {
        return items.removeIf(item -> idOf(item).equals(id));
    }

    @Nullable
    String previousOf(ObjectNode item) {
        int place = items.indexOf(item);
        return place <= 0 ? null : idOf(items.get(place - 1));
    }

    boolean patientHasSpoken() {
        return items.stream().anyMatch(Items::isPatients);
    }

    /** The student's lines since the patient last spoke; may be empty. */
    String unanswered() {
        List<String> lines = new ArrayList<>();
        for (ObjectNode item : items) {
            if (isPatients(item)) {
                lines.clear();
            } else if (roleOf(item).equals("user")) {
                item.path("content").forEach(part -> lines.add(part.path("text").asText()));
                lines.add(spokenWords.getOrDefault(idOf(item), ""));
            }
        }
        return String.join("\n", lines).strip();
    }

    int characters() {
        return items.stream().mapToInt(item -> textOf(item).length()).sum();
    }

    static String textOf(JsonNode item) {
        JsonNode part = item.path("content").path(0);
        return part.path("text").asText(part.path("transcript").asText());
    }

    private int place(@Nullable String after) {
        if (after == null) {
            return items.size();
        }
        if (after.equals("root")) {
            return 0;
        }
        for (int place = 0; place < items.size(); place++) {
            if (idOf(items.get(place)).equals(after)) {
                return place + 1;
            }
        }
        throw Refusal.invalid("invalid_value", "There is no such previous item.", "previous_item_id");
    }

    static String idOf(JsonNode item) {
        return item.path("id").asText();
    }

    /** Whether it is something that the patient has said. */
    static boolean isPatients(JsonNode item) {
        return roleOf(item).equals("assistant");
    }

    private static String roleOf(JsonNode item) {
        return item.path("role").asText();
    }
}
