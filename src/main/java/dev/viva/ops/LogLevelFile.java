package dev.viva.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.viva.problem.Repeated;
import io.dropwizard.lifecycle.Managed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Changes the level of Viva's own loggers while the service runs: to what the file {@code log-level} in the data
 * directory says, and back when it is deleted. Only who may write there can do that, and only loggers that print no
 * secret are concerned.
 */
final class LogLevelFile implements Managed {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(LogLevelFile.class);
    private static final String NAME = "log-level";
    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final int SECONDS = 5;

    private final Path file;
    private final Logger ours;
    private final @Nullable Level configured;
    private String applied = ""; // used on the scheduler's thread only
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("log-level").daemon().factory());

    /** @param ours the logger above all others of Viva; its level now is the configured one */
    LogLevelFile(Path dataDirectory, Logger ours) {
        this.file = dataDirectory.resolve(NAME);
        this.ours = ours;
        this.configured = ours.getLevel();
    }

    static LogLevelFile of(Path dataDirectory) {
        return new LogLevelFile(
                dataDirectory, ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("dev.viva"));
    }

    @Override
    public void start() {
        scheduler.scheduleWithFixedDelay(new Repeated(log, "logs", this::look), 0, SECONDS, TimeUnit.SECONDS);
    }

    /** Applies what the file says now, once. */
    void look() {
        String wanted = wanted();
        if (wanted.equals(applied)) {
            return;
        }
        applied = wanted;
        if (wanted.isEmpty()) {
            ours.setLevel(configured);
            log.warn("logs: back to the configured level");
        } else if (LEVELS.contains(wanted)) {
            ours.setLevel(Level.valueOf(wanted));
            log.warn("logs: level set to {} by {}, until that file changes or is deleted", wanted, file);
        } else {
            log.warn("logs: no level in {}. Write one of ERROR, WARN, INFO, DEBUG or TRACE into it", file);
        }
    }

    private String wanted() {
        try {
            return Files.readString(file).strip().toUpperCase(Locale.ROOT);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return "unreadable";
        }
    }

    @Override
    public void stop() {
        scheduler.shutdownNow();
        if (!applied.isEmpty()) {
            ours.setLevel(configured);
        }
    }
}
