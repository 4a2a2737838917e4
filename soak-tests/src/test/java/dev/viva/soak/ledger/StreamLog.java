package dev.viva.soak.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a follower of the event stream received: the numbers in order, the lines, the tests, and how many partial lines. */
public final class StreamLog {
    private final List<Long> numbers = new ArrayList<>();
    private final Map<String, JsonNode> turns = new LinkedHashMap<>();
    private final Map<String, JsonNode> examinations = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private int partials;

    /** Adds a frame: its fields as JSON. */
    public void add(JsonNode frame) {
        switch (frame.path("event").asText()) {
            case "partial" -> partials++;
            case "turn" -> {
                JsonNode turn = data(frame).path("turn");
                keep(turns, turn.path("item_id").asText(), frame, turn);
            }
            case "examination" -> {
                JsonNode event = data(frame);
                keep(examinations, event.path("examination").path("item_id").asText(), frame, event);
            }
            default -> {}
        }
        if (frame.hasNonNull("id")) {
            numbers.add(frame.path("id").asLong());
        }
    }

    private void keep(Map<String, JsonNode> all, String item, JsonNode frame, JsonNode numbered) {
        if (all.putIfAbsent(item, numbered) != null) {
            problems.add("the stream has " + item + " twice");
        }
        if (frame.path("id").asLong() != numbered.path("seq").asLong()) {
            problems.add("the stream has " + item + " as event " + frame.path("id") + ", which says " + numbered);
        }
    }

    /** @return what is wrong with the stream itself; empty if nothing is */
    public List<String> problems(long lastSeq) {
        var all = new ArrayList<>(problems);
        for (int i = 0; i < Math.max(numbers.size(), lastSeq); i++) {
            if (i >= numbers.size() || numbers.get(i) != i + 1) {
                all.add("the stream should have event " + (i + 1) + " and has "
                        + (i < numbers.size() ? numbers.get(i) : "ended") + " of " + lastSeq);
                break;
            }
        }
        return all;
    }

    Map<String, JsonNode> turns() {
        return turns;
    }

    Map<String, JsonNode> examinations() {
        return examinations;
    }

    boolean hasPartials() {
        return partials > 0;
    }

    private static JsonNode data(JsonNode frame) {
        JsonNode data = frame.path("data");
        return data.isTextual() ? Json.parse(data.asText()) : data;
    }
}
