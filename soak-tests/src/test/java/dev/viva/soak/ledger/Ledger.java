package dev.viva.soak.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.soak.wire.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one virtual student said and received. Each check compares it with a reply of the service and throws a
 * {@link Difference} if they differ. Used by one virtual user only.
 */
public final class Ledger {
    private final List<Line> said = new ArrayList<>();
    private final Map<String, JsonNode> receipts = new HashMap<>();
    private final Map<String, JsonNode> examinations = new LinkedHashMap<>();

    /** The next line of the conversation. */
    public Line say(String role, String text) {
        String previous = said.isEmpty() ? null : said.getLast().itemId();
        var line = new Line("item_S" + (said.size() + 1), role, text, previous, Instant.now());
        said.add(line);
        return line;
    }

    /** Keeps the receipt of a line that was relayed for the first time. */
    public void stored(Line line, String body, boolean late) {
        JsonNode receipt = Json.parse(body);
        if (!receipt.path("item_id").asText().equals(line.itemId())
                || receipt.path("late").asBoolean() != late) {
            throw new Difference("a wrong receipt for " + line.itemId() + ": " + body);
        }
        receipts.put(line.itemId(), receipt);
    }

    /** Checks that a repeated line got its first receipt. */
    public void storedBefore(Line line, String body) {
        JsonNode first = receipts.get(line.itemId());
        if (!Json.parse(body).equals(first)) {
            throw new Difference("the receipt was " + first + " and is now " + body);
        }
    }

    /** Keeps the receipt of a test, or checks that a repeated test got its first one. */
    public void examined(String item, String body) {
        JsonNode receipt = Json.parse(body);
        JsonNode first = examinations.putIfAbsent(item, receipt);
        if (first != null && !first.equals(receipt)) {
            throw new Difference("the finding was " + first + " and is now " + receipt);
        }
        if (receipt.path("seq").asLong() < 1) {
            throw new Difference("the examination is not stored: " + receipt);
        }
        if (!receipt.path("examination").path("item_id").asText().equals(item)) {
            throw new Difference("a wrong receipt for " + item + ": " + receipt);
        }
    }

    /** Checks a summary of all that was said so far. */
    public void summed(String body) {
        compareSummary(Json.parse(body));
    }

    /** Compares the final transcript with what was said, line by line, and with what was examined. */
    public void transcribed(String body) {
        JsonNode transcript = Json.parse(body);
        Difference.refuse(LineComparison.of(said, receipts, transcript.path("turns")));
        Difference.refuse(LineComparison.ofExaminations(examinations, transcript.path("examinations")));
        compareSummary(transcript);
        if (!transcript.path("complete").asBoolean()) {
            throw new Difference("the transcript is not complete although the session is closed");
        }
    }

    /** @return a description of each difference between a stream and what was sent; empty if there is none */
    public List<String> streamed(StreamLog log, long lastSeq) {
        var problems = new ArrayList<>(log.problems(lastSeq));
        LineComparison.ofStream(said, receipts, log.turns()).forEach(each -> problems.add("on the stream " + each));
        LineComparison.ofExaminations(examinations, log.examinations().values())
                .forEach(each -> problems.add("on the stream " + each));
        if (!said.isEmpty() && !log.hasPartials()) {
            problems.add("no partial line came through");
        }
        return problems;
    }

    private void compareSummary(JsonNode summary) {
        if (summary.path("turn_count").asInt() != said.size()) {
            throw new Difference(said.size() + " lines were relayed, " + summary.path("turn_count") + " are counted");
        }
        String digest = digest(said);
        if (!summary.path("digest").asText().equals(digest)) {
            throw new Difference("the digest should be " + digest + " and is " + summary.path("digest"));
        }
    }

    private static String digest(List<Line> lines) {
        var digest = new Digest();
        lines.forEach(line -> digest.add(line.itemId(), line.role(), line.text()));
        return digest.hex();
    }
}
