package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.contract.WireJson;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LineTextTest {
    /** The client's tests read the same file. */
    static Stream<JsonNode> shared() throws IOException {
        var pairs = new ObjectMapper().readTree(Files.readString(Path.of("src/test/resources/line-text.json")));
        assertThat(pairs.size()).isGreaterThan(50);
        return pairs.valueStream();
    }

    @ParameterizedTest
    @MethodSource("shared")
    void normalizesTextLikeTheClientPackage(JsonNode pair) {
        assertThat(LineText.of(pair.path("given").textValue()))
                .isEqualTo(pair.path("kept").textValue());
    }

    @Test
    void truncatesAtTheLimitButNeverWithinACharacter() {
        assertThat(LineText.of("a".repeat(20_001))).hasSize(20_000);
        assertThat(LineText.of("a".repeat(19_999) + "😀")).isEqualTo("a".repeat(19_999));
        assertThat(LineText.of("a".repeat(19_999) + "  b")).isEqualTo("a".repeat(19_999));
        assertThat(LineText.of(" ".repeat(30_000) + "a")).isEqualTo("a");
    }

    /** A line from one source, repeated by the others, is one line without a conflict and with normalized text. */
    @Test
    void everySourceStoresTheSameText(@TempDir Path folder) throws Exception {
        Database database = Databases.open(folder);
        try {
            var clock = new TestClock();
            var log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
            Session session = Databases.session(database, clock);
            int number = 0;
            for (JsonNode pair : shared().toList()) {
                String given = pair.path("given").textValue();
                String kept = pair.path("kept").textValue();
                if (kept.isEmpty()) {
                    continue;
                }
                String item = "item_" + ++number;
                assertThat(log.append(session.id(), line(item, given)).turn().text())
                        .isEqualTo(kept);
                assertThat(log.appendAll(session.id(), List.of(line(item, given)))
                                .getFirst()
                                .orThrow()
                                .created())
                        .isFalse();
                assertThat(log.append(session.id(), line(item, kept)).created()).isFalse();
                assertThat(log.appendFromProvider(session.id(), line(item, given))
                                .turn())
                        .satisfies(turn -> assertThat(turn.text()).isEqualTo(kept))
                        .satisfies(turn -> assertThat(turn.revised()).isNull());
                assertThat(log.appendFromProvider(session.id(), line(item + "h", given))
                                .turn()
                                .text())
                        .isEqualTo(kept);
                assertThat(log.append(session.id(), line(item + "h", given)).created())
                        .isFalse();
            }
        } finally {
            database.stop();
        }
    }

    @Test
    void keepsWhiteSpaceOnlyText(@TempDir Path folder) throws Exception {
        Database database = Databases.open(folder);
        try {
            var clock = new TestClock();
            var log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
            Session session = Databases.session(database, clock);
            assertThat(log.append(session.id(), line("item_1", " \n")).turn().text())
                    .isEqualTo(" \n");
            assertThat(log.append(session.id(), line("item_1", " \n")).created())
                    .isFalse();
        } finally {
            database.stop();
        }
    }

    private static TranscriptLine line(String item, String text) {
        return new TranscriptLine(item, Role.STUDENT, text, true, null, null, null, null, null);
    }
}
