package dev.viva.soak.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares turns with the relayed lines: lost, duplicated, unknown, changed, out of order. */
final class LineComparison {
    private LineComparison() {}

    /** @return a description of each difference of a transcript; empty if there is none */
    static List<String> of(List<Line> said, Map<String, JsonNode> receipts, JsonNode turns) {
        var times = new HashMap<String, Integer>();
        turns.forEach(turn -> times.merge(turn.path("item_id").asText(), 1, Integer::sum));
        var problems = missing(items(said), times);
        if (problems.isEmpty()) {
            for (int i = 0; i < said.size(); i++) {
                compare(said.get(i), receipts, turns.get(i), problems);
            }
        }
        return problems;
    }

    /** Compares a stream's turns, which come in the order of their numbers. */
    static List<String> ofStream(List<Line> said, Map<String, JsonNode> receipts, Map<String, JsonNode> turns) {
        var times = new HashMap<String, Integer>();
        turns.keySet().forEach(item -> times.put(item, 1));
        var problems = missing(items(said), times);
        said.stream()
                .filter(line -> turns.containsKey(line.itemId()))
                .forEach(line -> compare(line, receipts, turns.get(line.itemId()), problems));
        return problems;
    }

    /** Compares the events of examinations, in a transcript or on a stream, with their receipts. */
    static List<String> ofExaminations(Map<String, JsonNode> receipts, Iterable<JsonNode> events) {
        var times = new HashMap<String, Integer>();
        events.forEach(event -> times.merge(item(event), 1, Integer::sum));
        var problems = missing(receipts.keySet(), times);
        for (JsonNode event : events) {
            JsonNode receipt = receipts.get(item(event));
            if (receipt != null
                    && !(event.path("seq").equals(receipt.path("seq"))
                            && event.path("examination").equals(receipt.path("examination")))) {
                problems.add(item(event) + " should be " + receipt + " and is " + event);
            }
        }
        return problems;
    }

    private static String item(JsonNode event) {
        return event.path("examination").path("item_id").asText();
    }

    private static Set<String> items(List<Line> said) {
        return said.stream().map(Line::itemId).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param times how often each item is there */
    private static List<String> missing(Set<String> items, Map<String, Integer> times) {
        var problems = new ArrayList<String>();
        for (String item : items) {
            int kept = times.getOrDefault(item, 0);
            if (kept != 1) {
                problems.add(item + (kept == 0 ? " is lost" : " is there " + kept + " times"));
            }
        }
        times.keySet().stream()
                .filter(item -> !items.contains(item))
                .forEach(strange -> problems.add(strange + " was never sent"));
        return problems;
    }

    private static void compare(Line line, Map<String, JsonNode> receipts, JsonNode turn, List<String> problems) {
        String id = turn.path("item_id").asText();
        if (!id.equals(line.itemId())) {
            problems.add(id + " is in the place of " + line.itemId());
            return;
        }
        if (!turn.path("text").asText().equals(line.text())
                || !turn.path("role").asText().equals(line.role())) {
            problems.add(id + " reads otherwise than it was relayed");
        }
        JsonNode receipt = receipts.get(id);
        if (receipt == null || receipt.path("seq").asLong() != turn.path("seq").asLong()) {
            problems.add(id + " has another number than its receipt");
        }
    }
}
