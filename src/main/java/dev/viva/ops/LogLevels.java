package dev.viva.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.logging.common.LoggingFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;

/**
 * Keeps secrets out of detailed logs. Below INFO the HTTP server, JDBC and other libraries print whole requests and
 * statements, with grants, keys and lines. So DEBUG, TRACE and ALL apply to Viva's own loggers, which print none of
 * these; all other loggers stay at INFO.
 */
public final class LogLevels {
    /** The levels that a configuration may name. */
    private static final Set<String> NAMES = Set.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE", "ALL");

    private static final String OURS = "dev.viva";

    private LogLevels() {}

    /** The keys whose value is not a level; logback would read them as INFO or DEBUG. */
    public static List<String> unknown(LoggingFactory logging) {
        if (!(logging instanceof DefaultLoggingFactory levels)) {
            return List.of();
        }
        Map<String, String> byKey = new TreeMap<>();
        byKey.put("logging.level", levels.getLevel());
        levels.getLoggers().forEach((name, value) -> byKey.put("logging.loggers." + name, level(value)));
        return byKey.entrySet().stream()
                .filter(entry -> !NAMES.contains(entry.getValue().toUpperCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String level(JsonNode logger) {
        return logger.isObject() ? logger.path("level").asText("INFO") : logger.asText();
    }

    /** Raises other loggers below INFO to INFO; call it once logging is configured. */
    public static void keepOthersAtInfo() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = context.getLogger(OURS);
        if (isDetailed(root.getLevel()) && ours.getLevel() == null) {
            ours.setLevel(root.getLevel());
        }
        context.getLoggerList().stream()
                .filter(logger -> isDetailed(logger.getLevel()) && !isOurs(logger.getName()))
                .forEach(logger -> logger.setLevel(Level.INFO));
    }

    private static boolean isOurs(String name) {
        return name.equals(OURS) || name.startsWith(OURS + ".");
    }

    private static boolean isDetailed(Level level) {
        return level != null && !level.isGreaterOrEqual(Level.INFO);
    }
}
