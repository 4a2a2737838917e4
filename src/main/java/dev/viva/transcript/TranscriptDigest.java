package dev.viva.transcript;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.viva.model.Turn;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A digest with which anyone can check a transcript: SHA-256 over, for each turn in reading order, {@code item_id} LF
 * {@code role} LF (bytes of the text in UTF-8, decimal) LF text LF. Because of the length, two different transcripts
 * never have the same input.
 */
final class TranscriptDigest {
    private TranscriptDigest() {}

    /** Lower-case hex of the digest over the turns as given. */
    static String of(List<Turn> inReadingOrder) {
        Hasher sha = Hashing.sha256().newHasher();
        for (Turn turn : inReadingOrder) {
            byte[] text = turn.text().getBytes(StandardCharsets.UTF_8);
            sha.putString(turn.itemId() + "\n" + turn.role() + "\n" + text.length + "\n", StandardCharsets.UTF_8)
                    .putBytes(text)
                    .putByte((byte) '\n');
        }
        return sha.hash().toString();
    }
}
