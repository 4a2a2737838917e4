package dev.viva.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What was said in the tests' encounters, kept for {@code LogScan}: none of it may be in a log. */
public final class SpokenText {
    /** Where the service logs to in tests. */
    public static final Path FOLDER = Path.of("target/test-logs");

    /** Each JVM of a run has one. */
    static final Path LOG = FOLDER.resolve("service-" + Fork.NUMBER + ".log");

    public static final Path FILE = FOLDER.resolve("spoken.txt");
    /** Shorter words stand in logs for other reasons. */
    private static final int MIN_LENGTH = 12;

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private SpokenText() {}

    /** The first line of it, when it is long enough to be told from other words. */
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
