package dev.viva.ops;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.logging.json.EventAttribute;
import io.dropwizard.logging.json.EventJsonLayoutBaseFactory;
import io.dropwizard.logging.json.layout.EventJsonLayout;
import io.dropwizard.logging.json.layout.JsonFormatter;
import io.dropwizard.logging.json.layout.TimestampFormatter;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;

/**
 * The log layout {@code type: fields}: a JSON object on one line for each event, with what an event says in fields of
 * their own beside its message. Threads are left out: a name may hold a path.
 */
@JsonTypeName("fields")
public class FieldsLayoutFactory extends EventJsonLayoutBaseFactory {
    private static final String ISO_8601 = "yyyy-MM-dd'T'HH:mm:ss.SSSX";

    public FieldsLayoutFactory() {
        setTimestampFormat(ISO_8601);
        setIncludes(EnumSet.of(
                EventAttribute.TIMESTAMP,
                EventAttribute.LEVEL,
                EventAttribute.LOGGER_NAME,
                EventAttribute.MESSAGE,
                EventAttribute.MDC,
                EventAttribute.EXCEPTION));
        setFlattenMdc(true);
        setIncludesMdcKeys(Set.of("request_id", "trace_id"));
    }

    @Override
    public LayoutBase<ILoggingEvent> build(LoggerContext context, TimeZone timeZone) {
        var layout = new Fields(
                createDropwizardJsonFormatter(),
                createTimestampFormatter(timeZone),
                createThrowableProxyConverter(context),
                this);
        layout.setContext(context);
        return layout;
    }

    private static final class Fields extends EventJsonLayout {
        private Fields(
                JsonFormatter json,
                TimestampFormatter times,
                ThrowableHandlingConverter failures,
                FieldsLayoutFactory settings) {
            super(
                    json,
                    times,
                    failures,
                    settings.getIncludes(),
                    settings.getCustomFieldNames(),
                    settings.getAdditionalFields(),
                    settings.getIncludesMdcKeys(),
                    settings.isFlattenMdc());
        }

        @Override
        protected Map<String, Object> toJsonMap(ILoggingEvent event) {
            Map<String, Object> fields = super.toJsonMap(event);
            if (event.getKeyValuePairs() != null) {
                event.getKeyValuePairs().forEach(pair -> fields.putIfAbsent(pair.key, pair.value));
            }
            return fields;
        }
    }
}
