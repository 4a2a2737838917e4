package dev.viva.soak.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The cache for faster starts, beside the jar: a replica with {@code VIVA_AOT=on} uses it. */
final class StartCache {
    private StartCache() {}

    static void write(Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("prepare.log");
        var builder = new ProcessBuilder("./viva", "--prepare")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "VIVA_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (builder.start().waitFor() != 0) {
            throw new IOException("the cache was not written: " + Files.readString(log));
        }
    }
}
