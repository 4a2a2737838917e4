package dev.viva.debrief.evidence;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How near English words are in meaning: a table of small whole numbers. Sums of them are exact, so the same text has
 * the same vector on every machine, without a model and without a native library. DEBRIEF.md says how the table was
 * made. Immutable.
 */
public final class WordVectors {
    private static final String FILE = "word-vectors.bin";

    private final Map<String, byte[]> table;
    private final int dimensions;

    private WordVectors(Map<String, byte[]> table, int dimensions) {
        this.table = table;
        this.dimensions = dimensions;
    }

    /** The table of this build, read when it is first needed. */
    public static WordVectors shared() {
        return Shared.TABLE;
    }

    /** Of a word, in lower case; null for an unknown one. */
    public byte @Nullable [] of(String word) {
        return table.get(word);
    }

    public int dimensions() {
        return dimensions;
    }

    private static WordVectors read(InputStream stream) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(stream))) {
            int count = in.readInt();
            int dimensions = in.readInt();
            var table = new HashMap<String, byte[]>(count * 2);
            for (int i = 0; i < count; i++) {
                byte[] word = in.readNBytes(in.readUnsignedByte());
                table.put(new String(word, StandardCharsets.US_ASCII), in.readNBytes(dimensions));
            }
            return new WordVectors(table, dimensions);
        }
    }

    private static final class Shared {
        static final WordVectors TABLE = load();

        private static WordVectors load() {
            try (InputStream stream = WordVectors.class.getResourceAsStream(WordVectors.FILE)) {
                if (stream == null) {
                    throw new IllegalStateException("this build has no " + WordVectors.FILE);
                }
                return read(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
