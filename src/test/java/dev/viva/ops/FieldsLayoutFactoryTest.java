package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.logging.common.layout.DiscoverableLayoutFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class FieldsLayoutFactoryTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void whatARequestSaysIsInFields() throws Exception {
        LoggingEvent event = event("request:", null);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("method", "GET"),
                new KeyValuePair("route", "/api/v1/sessions/{session_id}"),
                new KeyValuePair("status", 200),
                new KeyValuePair("message", "never over the event's own")));
        event.setMDCPropertyMap(Map.of("request_id", "req_1", "trace_id", "abc", "traceparent", "00-abc"));

        JsonNode line = written(event);

        assertThat(line.path("timestamp").asText()).isEqualTo("2026-11-27T08:15:30.250Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("route").asText()).isEqualTo("/api/v1/sessions/{session_id}");
        assertThat(line.path("status").isInt()).isTrue();
        assertThat(line.path("request_id").asText()).isEqualTo("req_1");
        assertThat(line.path("trace_id").asText()).isEqualTo("abc");
        assertThat(line.path("message").asText()).isEqualTo("request:");
        assertThat(line.has("thread")).isFalse();
        assertThat(line.has("traceparent")).isFalse();
    }

    @Test
    void anEventWithAFailureIsOneLine() throws Exception {
        JsonNode line = written(event("it\nfailed", new IllegalStateException("because")));
        assertThat(line.path("message").asText()).isEqualTo("it\nfailed");
        assertThat(line.path("exception").asText()).contains("because", "anEventWithAFailureIsOneLine");
    }

    @BeforeEach
    void mdc() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    private LoggingEvent event(String message, @Nullable Throwable failure) {
        var event = new LoggingEvent("", context.getLogger("dev.viva.Of"), Level.INFO, message, failure, null);
        event.setInstant(Instant.parse("2026-11-27T08:15:30.250Z"));
        return event;
    }

    /** Through the configuration, as an operator names the layout. */
    @SuppressWarnings("unchecked")
    private JsonNode written(ILoggingEvent event) throws Exception {
        ObjectMapper mapper = Jackson.newObjectMapper(new YAMLFactory());
        var factory = (DiscoverableLayoutFactory<ILoggingEvent>)
                mapper.readValue("type: fields", DiscoverableLayoutFactory.class);
        var layout = factory.build(context, TimeZone.getTimeZone("UTC"));
        layout.start();
        String text = layout.doLayout(event);
        assertThat(text.strip().lines()).hasSize(1);
        return new YAMLMapper().readTree(text);
    }
}
