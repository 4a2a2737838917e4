package dev.viva.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What one virtual student said and received. Each check compares it with a reply of the service and throws a
 * {@link Difference} if they differ. Used by one virtual user only.
 */
final class Ledger {
    private final List<Line> said = new ArrayList<>();
    private final Map<String, JsonNode> receipts = new HashMap<>();

    /** The next line of the conversation. */
    Line say(String role, String text) {
        String previous = said.isEmpty() ? null : said.getLast().itemId();
        var line = new Line("item_S" + (said.size() + 1), role, text, previous, Instant.now());
        said.add(line);
        return line;
    }

    /** Keeps the receipt of a line that was relayed for the first time. */
    void stored(Line line, String body, boolean late) {
        JsonNode receipt = Json.parse(body);
        if (!receipt.path("item_id").asText().equals(line.itemId())
                || receipt.path("late").asBoolean() != late) {
            throw new Difference("a wrong receipt for " + line.itemId() + ": " + body);
        }
        receipts.put(line.itemId(), receipt);
    }

    /** Checks that a repeated line got its first receipt. */
    void storedBefore(Line line, String body) {
        JsonNode first = receipts.get(line.itemId());
        if (!Json.parse(body).equals(first)) {
            throw new Difference("the receipt was " + first + " and is now " + body);
        }
    }

    /** Checks a summary of all that was said so far. */
    void summed(String body) {
        compareSummary(Json.parse(body));
    }

    /** Compares the final transcript with what was said, line by line. */
    void transcribed(String body) {
        JsonNode transcript = Json.parse(body);
        refuse(LineComparison.of(said, receipts, transcript.path("turns")));
        compareSummary(transcript);
        if (!transcript.path("complete").asBoolean()) {
            throw new Difference("the transcript is not complete although the session is closed");
        }
    }

    /** Compares what each reader of the stream received with the log's last number and with what was said. */
    void followed(List<Follower> followers, String body) {
        long last = Json.parse(body).path("last_seq").asLong();
        followers.forEach(follower -> refuse(follower.end(said, last)));
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

    private static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new Difference(String.join("; ", problems));
        }
    }

    /** By the rule in the contract's getTranscript. */
    private static String digest(List<Line> lines) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Line line : lines) {
                byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
                sha.update((line.itemId() + "\n" + line.role() + "\n" + text.length + "\n")
                        .getBytes(StandardCharsets.UTF_8));
                sha.update(text);
                sha.update((byte) '\n');
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
