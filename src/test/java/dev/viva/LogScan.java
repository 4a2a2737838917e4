package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.viva.testing.Leaks;
import dev.viva.testing.SpokenText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Invariant 8 for the whole run: reads all logs of the tests in full detail, and the output of separate processes, and
 * finds no key, token, SDP or transcript text. Runs after all other tests, in {@code ./mvnw verify}.
 */
class LogScan {
    /** A run logs some thousand different lines; far fewer mean that the scan missed the logs. */
    private static final int MIN_LENGTH = 1_000;

    @Test
    void invariant8NoSecretOrTranscriptTextIsLogged() throws IOException {
        Set<String> log = log();
        Set<String> words = new HashSet<>(Files.readAllLines(SpokenText.FILE));
        words.addAll(replies());

        assertThat(log).hasSizeGreaterThan(MIN_LENGTH);
        assertThat(words).hasSizeGreaterThan(100);
        assertThat(new Leaks(words).in(log)).isEmpty();
    }

    /** Each line once: most come again with each start, and all are compared with each text. */
    private static Set<String> log() throws IOException {
        var lines = new HashSet<String>();
        try (var files = Files.newDirectoryStream(SpokenText.FOLDER, "*.log")) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** All replies of the shipped patients. */
    private static Set<String> replies() throws IOException {
        var replies = new HashSet<String>();
        try (var files = Files.list(Path.of("content/scenarios"))) {
            for (Path file : files.toList()) {
                JsonNode scenario = new YAMLMapper().readTree(file.toFile());
                scenario.findValuesAsText("reply").forEach(reply -> replies.add(reply.strip()));
                replies.add(scenario.path("opening_line").asText().strip());
            }
        }
        return replies;
    }
}
