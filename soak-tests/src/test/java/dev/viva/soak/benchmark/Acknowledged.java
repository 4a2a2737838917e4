package dev.viva.soak.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.soak.benchmark.Api.Line;
import dev.viva.soak.wire.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The lines of a session that the service acknowledged, by their receipts. Safe for several threads. */
final class Acknowledged {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<Receipt> READING_ORDER =
            Comparator.comparingLong(Receipt::millis).thenComparingLong(Receipt::seq);

    private final Map<Receipt, Line> lines = new ConcurrentHashMap<>();

    /** @param millis when it was stored */
    private record Receipt(long millis, long seq) {
        private static Receipt of(Line line, JsonNode receipt) throws IOException {
            if (!receipt.path("item_id").asText().equals(line.item())) {
                throw new IOException("a wrong receipt for " + line.item() + ": " + receipt);
            }
            long millis = Instant.parse(receipt.path("created_at").asText()).toEpochMilli();
            return new Receipt(millis, receipt.path("seq").asLong());
        }
    }

    int count() {
        return lines.size();
    }

    void add(Line line, String receipt) throws IOException {
        add(line, JSON.readTree(receipt));
    }

    private void add(Line line, JsonNode receipt) throws IOException {
        if (lines.putIfAbsent(Receipt.of(line, receipt), line) != null) {
            throw new IOException("two lines have one receipt: " + receipt);
        }
    }

    /** Adds those of a batch, by its reply: one result for each line, in the same order. */
    void addAll(List<Line> batch, String reply) throws IOException {
        JsonNode results = JSON.readTree(reply).path("results");
        for (int i = 0; i < batch.size(); i++) {
            add(batch.get(i), results.path(i).path("receipt"));
        }
    }

    /** Fails unless a line that was sent again got its first receipt. */
    void verifyAgain(Line line, String receipt) throws IOException {
        if (!line.equals(lines.get(Receipt.of(line, JSON.readTree(receipt))))) {
            throw new IOException("another receipt for " + line.item() + " than its first: " + receipt);
        }
    }

    /** Fails unless these are the number of lines and their digest. */
    void verify(int count, String digest) throws IOException {
        if (count != lines.size()) {
            throw new IOException(lines.size() + " lines were acknowledged, " + count + " are stored");
        }
        var expected = new Digest();
        lines.keySet().stream()
                .sorted(READING_ORDER)
                .map(lines::get)
                .forEach(line -> expected.add(line.item(), line.role(), line.text()));
        if (!expected.hex().equals(digest)) {
            throw new IOException("what is stored differs from the " + count + " lines that were acknowledged");
        }
    }
}
