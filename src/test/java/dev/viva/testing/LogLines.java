package dev.viva.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Captures log events while it is open, whatever level an earlier test has left. Open it after the service has started,
 * because the start configures logging.
 */
public final class LogLines implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level level;
    private final AppenderBase<ILoggingEvent> appender;

    private LogLines(String name, Level least) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        logger = context.getLogger(name);
        appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(least)) {
                    events.add(event);
                }
            }
        };
        appender.setContext(context);
        appender.start();
        level = logger.getLevel();
        if (logger.getEffectiveLevel().isGreaterOrEqual(least)) {
            logger.setLevel(least);
        }
        logger.addAppender(appender);
    }

    /** Captures all loggers, at WARN or above. */
    public static LogLines warnings() {
        return new LogLines(Logger.ROOT_LOGGER_NAME, Level.WARN);
    }

    /** Captures one class, at INFO or above. */
    public static LogLines of(Class<?> type) {
        return new LogLines(type.getName(), Level.INFO);
    }

    public List<ILoggingEvent> events() {
        return events;
    }

    /** Their formatted messages. */
    public List<String> words() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
        logger.setLevel(level);
    }
}
