package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelFileTest {
    @TempDir
    Path folder;

    @Test
    void theLevelFollowsTheFileAndReturnsWhenItIsGone() throws Exception {
        var logger = new LoggerContext().getLogger("ours");
        logger.setLevel(Level.INFO);
        var file = new LogLevelFile(folder, logger);
        file.look();
        assertThat(logger.getLevel()).isEqualTo(Level.INFO);

        Files.writeString(folder.resolve("log-level"), "debug\n");
        file.look();
        assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);
        Files.writeString(folder.resolve("log-level"), "everything");
        file.look();
        assertThat(logger.getLevel())
                .as("a word that is no level changes nothing")
                .isEqualTo(Level.DEBUG);
        Files.delete(folder.resolve("log-level"));
        file.look();
        assertThat(logger.getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void theEndOfTheServiceRestoresTheLevel() throws Exception {
        var logger = new LoggerContext().getLogger("ours");
        var file = new LogLevelFile(folder, logger);
        Files.writeString(folder.resolve("log-level"), "TRACE");
        file.look();
        file.stop();
        assertThat(logger.getLevel()).isNull();
    }
}
