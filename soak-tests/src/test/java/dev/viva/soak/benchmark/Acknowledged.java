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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lines of a session that the service acknowledged, by their receipts. A receipt is read when it is needed, not while
 * relays are measured. Safe for several threads.
 */
final class Acknowledged {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<Receipt> READING_ORDER =
            Comparator.comparingLong(Receipt::millis).thenComparingLong(Receipt::seq);

    private final Map<Receipt, Line> lines = new ConcurrentHashMap<>();
    private final Queue<Unread> unread = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    private record Unread(Line line, String receipt) {}

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
        return count.get();
    }

    void add(Line line, String receipt) {
        unread.add(new Unread(line, receipt));
        count.incrementAndGet();
    }

    private synchronized void readAll() throws IOException {
        for (Unread next = unread.poll(); next != null; next = unread.poll()) {
            put(next.line(), JSON.readTree(next.receipt()));
        }
    }

    private void put(Line line, JsonNode receipt) throws IOException {
        if (lines.putIfAbsent(Receipt.of(line, receipt), line) != null) {
            throw new IOException("two lines have one receipt: " + receipt);
        }
    }

    /** Adds those of a batch, by its reply: one result for each line, in the same order. */
    void addAll(List<Line> batch, String reply) throws IOException {
        JsonNode results = JSON.readTree(reply).path("results");
        for (int i = 0; i < batch.size(); i++) {
            put(batch.get(i), results.path(i).path("receipt"));
            count.incrementAndGet();
        }
    }

    /** Fails unless a line that was sent again got its first receipt. */
    void verifyAgain(Line line, String receipt) throws IOException {
        readAll();
        if (!line.equals(lines.get(Receipt.of(line, JSON.readTree(receipt))))) {
            throw new IOException("another receipt for " + line.item() + " than its first: " + receipt);
        }
    }

    /** Fails unless these are the number of lines and their digest. */
    void verify(int stored, String digest) throws IOException {
        readAll();
        if (stored != lines.size()) {
            throw new IOException(lines.size() + " lines were acknowledged, " + stored + " are stored");
        }
        var expected = new Digest();
        lines.keySet().stream()
                .sorted(READING_ORDER)
                .map(lines::get)
                .forEach(line -> expected.add(line.item(), line.role(), line.text()));
        if (!expected.hex().equals(digest)) {
            throw new IOException("what is stored differs from the " + stored + " lines that were acknowledged");
        }
    }
}
