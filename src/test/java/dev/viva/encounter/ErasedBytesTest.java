package dev.viva.encounter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches the bytes of the SQLite file for erased text. */
class ErasedBytesTest {
    private static final int SESSIONS = 12;
    private static final int LINES = 30;

    @TempDir
    Path folder;

    @Test
    void databaseFileContainsNoErasedText() throws Exception {
        try (var server = VivaServer.start(folder, new TestClock())) {
            var api = new Api(server.url());
            var sessions = new ArrayList<Api.Opened>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(api.open());
            }
            // The lines of all sessions are interleaved: short ones, and long ones that fill whole pages.
            for (int line = 0; line < LINES; line++) {
                for (int i = 0; i < SESSIONS; i++) {
                    String words = word(i) + " " + "and so on ".repeat(line % 7 == 0 ? 600 : line);
                    assertThat(api.relay(sessions.get(i), "item_" + line, "student", words + word(i))
                                    .status())
                            .isEqualTo(201);
                }
            }
            assertThat(wordsInTheFile()).hasSize(SESSIONS);

            for (int i = 0; i < SESSIONS - 1; i++) {
                assertThat(api.erase(sessions.get(i).id()).status()).isEqualTo(204);
            }

            assertThat(wordsInTheFile()).containsExactly(word(SESSIONS - 1));
        }
    }

    private static String word(int session) {
        return "secret-word-of-" + (char) ('a' + session) + "-alone";
    }

    /** Checkpoints, so that all commits are in the file and the WAL is empty. */
    private List<String> wordsInTheFile() throws IOException {
        Engine.checkpoint(Engine.SQLITE.jdbi(folder));
        assertThat(Files.size(folder.resolve("viva.db-wal"))).isZero();
        String bytes = Files.readString(folder.resolve("viva.db"), StandardCharsets.ISO_8859_1);
        var found = new ArrayList<String>();
        for (int i = 0; i < SESSIONS; i++) {
            if (bytes.contains(word(i))) {
                found.add(word(i));
            }
        }
        return found;
    }
}
