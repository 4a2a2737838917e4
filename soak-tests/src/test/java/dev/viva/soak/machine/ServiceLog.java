package dev.viva.soak.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the errors in a log that grows. */
final class ServiceLog {
    /** As the service's log begins a line: the time, then the level. */
    private static final Pattern ERROR = Pattern.compile("[0-9:.]+ ERROR .*");

    private final Path file;
    private long read;

    ServiceLog(Path file) {
        this.file = file;
    }

    /** @return the lines of errors that came since the last call */
    List<String> newErrors() throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(read);
            byte[] bytes = in.readAllBytes();
            read += bytes.length;
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> ERROR.matcher(line).matches())
                    .toList();
        }
    }
}
