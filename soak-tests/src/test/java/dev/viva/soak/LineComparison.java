package dev.viva.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares a transcript's turns with the relayed lines: lost, duplicated, unknown, changed, out of order. */
final class LineComparison {
    private LineComparison() {}

    /** @return a description of each difference; empty if there is none */
    static List<String> of(List<Line> said, Map<String, JsonNode> receipts, JsonNode turns) {
        var problems = new ArrayList<String>();
        var times = new HashMap<String, Integer>();
        turns.forEach(turn -> times.merge(turn.path("item_id").asText(), 1, Integer::sum));
        for (Line line : said) {
            int kept = times.getOrDefault(line.itemId(), 0);
            if (kept != 1) {
                problems.add(line.itemId() + (kept == 0 ? " is lost" : " is there " + kept + " times"));
            }
            times.remove(line.itemId());
        }
        times.keySet().forEach(strange -> problems.add(strange + " was never relayed"));
        if (problems.isEmpty()) {
            for (int i = 0; i < said.size(); i++) {
                compare(said.get(i), receipts, turns.get(i), problems);
            }
        }
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
