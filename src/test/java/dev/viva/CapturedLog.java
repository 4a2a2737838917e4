package dev.viva;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.viva.ops.FieldsLayoutFactory;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Each event as a JSON layout and as a text layout print it, with thread name, MDC and stack traces. */
final class CapturedLog extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.viva");
    private final Layout<ILoggingEvent> json =
            new EventJsonLayoutBaseFactory().build(root.getLoggerContext(), TimeZone.getTimeZone("UTC"));
    private final Layout<ILoggingEvent> fields =
            new FieldsLayoutFactory().build(root.getLoggerContext(), TimeZone.getTimeZone("UTC"));
    private final PatternLayout text = new PatternLayout();

    void attach() {
        setContext(root.getLoggerContext());
        text.setContext(root.getLoggerContext());
        text.setPattern("%-5level [%date] %thread %logger %mdc %kvp %message%n%xException");
        json.start();
        fields.start();
        text.start();
        start();
        root.addAppender(this);
    }

    /** Viva's loggers in full detail, all others as in production. */
    void detail() {
        root.setLevel(Level.INFO);
        ours.setLevel(Level.TRACE);
    }

    void detach() {
        root.detachAppender(this);
        root.setLevel(Level.ERROR);
        ours.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(json.doLayout(event));
        lines.add(fields.doLayout(event));
        lines.add(text.doLayout(event));
    }

    Queue<String> lines() {
        return lines;
    }

    String text() {
        return String.join("\n", lines);
    }
}
