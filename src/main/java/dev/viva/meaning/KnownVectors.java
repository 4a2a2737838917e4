package dev.viva.meaning;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vectors of the sentences that the shipped cases know, computed when the service was built: a patient who had to
 * compute thousands of them at the first question would keep a student waiting for half a minute.
 */
final class KnownVectors {
    private static final String FILE = "/sentence-vectors.bin";

    private KnownVectors() {}

    /** By sentence; empty in a build without the file. */
    static Map<String, float[]> read() throws IOException {
        try (InputStream file = KnownVectors.class.getResourceAsStream(FILE)) {
            return file == null ? Map.of() : read(new DataInputStream(new BufferedInputStream(file)));
        }
    }

    private static Map<String, float[]> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        int dimensions = in.readInt();
        var vectors = new HashMap<String, float[]>();
        for (int i = 0; i < count; i++) {
            String sentence = in.readUTF();
            float[] vector = new float[dimensions];
            for (int d = 0; d < dimensions; d++) {
                vector[d] = in.readFloat();
            }
            vectors.put(sentence, vector);
        }
        return vectors;
    }

    /** Writes the file into a folder of resources. The same vectors give the same bytes. */
    static void write(Path resources, Map<String, float[]> vectors) throws IOException {
        int dimensions = vectors.values().stream()
                .mapToInt(vector -> vector.length)
                .findFirst()
                .orElse(0);
        Path file = resources.resolve(FILE.substring(1));
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(vectors.size());
            out.writeInt(dimensions);
            for (var entry : new TreeMap<>(vectors).entrySet()) {
                out.writeUTF(entry.getKey());
                for (float value : entry.getValue()) {
                    out.writeFloat(value);
                }
            }
        }
    }
}
