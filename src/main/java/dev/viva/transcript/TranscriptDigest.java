package dev.viva.transcript;

import dev.viva.model.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What anyone can compute to check a transcript: SHA-256 over, for each turn in reading order, {@code item_id} LF
 * {@code role} LF (bytes of the text in UTF-8, decimal) LF text LF. The length makes two different transcripts never
 * read the same.
 */
final class TranscriptDigest {
    private TranscriptDigest() {}

    /** Lower-case hex of the digest over the turns as given. */
    static String of(List<Turn> inReadingOrder) {
        MessageDigest sha = sha256();
        for (Turn turn : inReadingOrder) {
            byte[] text = turn.text().getBytes(StandardCharsets.UTF_8);
            sha.update(
                    (turn.itemId() + "\n" + turn.role() + "\n" + text.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(text);
            sha.update((byte) '\n');
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
