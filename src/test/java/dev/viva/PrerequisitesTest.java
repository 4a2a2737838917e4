package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The build's messages on a machine without its prerequisites, simulated with another PATH. */
@DisabledOnOs(OS.WINDOWS)
class PrerequisitesTest {
    private static final Path SCRIPT = Path.of(".mvn/prerequisites").toAbsolutePath();

    @TempDir
    private Path bin;

    private record Outcome(int exit, String words) {}

    @BeforeEach
    void pathIsOnlyAFilteredText() throws IOException {
        Path grep = Files.exists(Path.of("/bin/grep")) ? Path.of("/bin/grep") : Path.of("/usr/bin/grep");
        program("grep", "exec " + grep + " \"$@\"");
    }

    @Test
    void acceptsACompleteSetup() throws Exception {
        program("node", "exit 0");
        program("npm", "echo 10.0.0");
        assertThat(run()).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void namesNodeAndItsVersionIfNodeIsMissing() throws Exception {
        Outcome outcome = run();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.words())
                .startsWith("Viva cannot be built yet.")
                .contains("Node.js 20.19 or newer, with npm", "https://nodejs.org");
    }

    @Test
    void namesTheVersionOfAnOldNode() throws Exception {
        program("node", "[ \"$1\" = --version ] && echo v18.20.0; exit 1");
        program("npm", "echo 10.0.0");
        assertThat(run().words())
                .contains("a newer Node.js", "here is v18.20.0")
                .doesNotContain("npm.");
    }

    @Test
    void reportsAllMissingToolsTogether() throws Exception {
        program("node", "exit 1");
        program("npm", "exit 127");
        assertThat(run().words().lines().filter(line -> line.startsWith("  * ")))
                .hasSize(2);
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Outcome run() throws IOException, InterruptedException {
        var process = new ProcessBuilder("/bin/sh", SCRIPT.toString()).redirectErrorStream(true);
        process.environment().put("PATH", bin.toString());
        process.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process running = process.start();
        String words = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(running.waitFor(), words);
    }
}
