package dev.viva.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Transcript texts of the tests, recorded for {@code LogScan}: no log may contain them. */
public final class SpokenText {
    /** Where the service logs in tests. */
    public static final Path FOLDER = Path.of("target/test-logs");

    /** One per JVM of a run. */
    static final Path LOG = FOLDER.resolve("service-" + Fork.NUMBER + ".log");

    public static final Path FILE = FOLDER.resolve("spoken.txt");
    /** Shorter texts occur in logs for other reasons. */
    private static final int MIN_LENGTH = 12;

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private SpokenText() {}

    /** Records its first line, if it is long enough to be unmistakable. */
    public static void add(String words) {
        String line = words.lines().findFirst().orElse("").strip();
        if (line.length() < MIN_LENGTH || !KNOWN.add(line)) {
            return;
        }
        synchronized (KNOWN) {
            try {
                Files.createDirectories(FILE.getParent());
                Files.write(FILE, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
