package dev.viva.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a follower of the event stream received: the numbers in order, the lines, and the count of partial lines. */
final class StreamLog {
    private final List<Long> numbers = new ArrayList<>();
    private final Set<String> lines = new HashSet<>();
    private int partials;

    /** Adds a frame as Gatling represents it: its fields as JSON. */
    void add(JsonNode frame) {
        String event = frame.path("event").asText();
        if (event.equals("partial")) {
            partials++;
        }
        if (event.equals("turn")) {
            lines.add(data(frame).path("turn").path("item_id").asText());
        }
        if (frame.hasNonNull("id")) {
            numbers.add(frame.path("id").asLong());
        }
    }

    /** @return a description of each difference between the stream and the truth; empty if there is none */
    List<String> problems(List<Line> said, long lastSeq) {
        var problems = new ArrayList<String>();
        for (int i = 0; i < Math.max(numbers.size(), lastSeq); i++) {
            if (i >= numbers.size() || numbers.get(i) != i + 1) {
                problems.add("the stream should have event " + (i + 1) + " and has "
                        + (i < numbers.size() ? numbers.get(i) : "ended") + " of " + lastSeq);
                break;
            }
        }
        said.stream()
                .filter(line -> !lines.contains(line.itemId()))
                .forEach(line -> problems.add("the stream lacks " + line.itemId()));
        if (partials == 0 && !said.isEmpty()) {
            problems.add("no partial line came through");
        }
        return problems;
    }

    private static JsonNode data(JsonNode frame) {
        JsonNode data = frame.path("data");
        return data.isTextual() ? Json.parse(data.asText()) : data;
    }
}
