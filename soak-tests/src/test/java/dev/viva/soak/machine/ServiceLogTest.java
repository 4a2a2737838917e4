package dev.viva.soak.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceLogTest {
    @TempDir
    private Path folder;

    @Test
    void findsEachErrorOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("viva.log"), """
                09:00:00.001 INFO  Viva [-] started, ERROR is only a word here
                09:00:00.002 ERROR Storage [req_1] a write failed
                java.lang.IllegalStateException: no
                """);
        var log = new ServiceLog(file);

        assertThat(log.newErrors()).containsExactly("09:00:00.002 ERROR Storage [req_1] a write failed");
        assertThat(log.newErrors()).isEmpty();
        Files.writeString(file, "09:00:01.000 ERROR Redis [-] out\n", StandardOpenOption.APPEND);
        assertThat(log.newErrors()).containsExactly("09:00:01.000 ERROR Redis [-] out");
    }
}
