package dev.viva.debrief;

import static java.util.Objects.requireNonNull;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.viva.model.Examination;
import dev.viva.model.SessionEvent;
import dev.viva.model.Turn;
import dev.viva.transcript.ReadingOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said and done: lines in reading order and tests in the order of their times, however they arrived.
 * Immutable.
 */
public record Conversation(List<Turn> lines, List<Done> tests) {
    /** A test that the student did, and when. */
    public record Done(Examination examination, Instant at) {}

    /** @param examinations events of examinations */
    public static Conversation of(List<Turn> lines, List<SessionEvent> examinations) {
        List<Done> tests = examinations.stream()
                .map(event -> new Done(requireNonNull(event.examination()), event.createdAt()))
                .sorted(Comparator.comparing(Done::at)
                        .thenComparing(done -> done.examination().itemId()))
                .toList();
        return new Conversation(List.copyOf(ReadingOrder.of(lines)), tests);
    }

    /** When a line began, by the server's clock. */
    public static Instant at(Turn line) {
        return line.startedAt() == null ? line.createdAt() : line.startedAt();
    }

    /** SHA-256 of all that a debrief reads of it, in lower-case hex. */
    public String digest() {
        Hasher sha = Hashing.sha256().newHasher();
        for (Turn line : lines) {
            put(sha, line.itemId());
            put(sha, line.role());
            put(sha, line.speaker());
            put(sha, line.phase());
            put(sha, line.text());
            put(sha, line.late());
            put(sha, line.revised());
            put(sha, line.unconfirmed());
            put(sha, line.interrupted());
            put(sha, at(line));
            put(sha, line.finalizedAt());
        }
        for (Done test : tests) {
            put(sha, test.examination());
            put(sha, test.at());
        }
        return sha.hash().toString();
    }

    /** With its length before it, so that two different conversations never have the same input. */
    private static void put(Hasher sha, @Nullable Object value) {
        byte[] bytes = String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        sha.putInt(bytes.length).putBytes(bytes);
    }
}
