package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.viva.ops.OpsServer;
import dev.viva.testing.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class RequestLogTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
    }

    @Test
    void eachRequestIsOneLineByRouteWithoutIdsQueriesOrTokens() throws Exception {
        server.get("/probe/secret-id/mdc?token=secret", "Authorization", "Bearer secret");
        server.get("/nowhere/secret-id");
        server.send("POST", "/probe/secret-id/mdc");
        server.get("/");
        server.get("/docs/assets/docs.css");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("method=GET route=/probe/\\{id}/mdc status=200 duration_ms=\\d+"),
                        line -> assertThat(line).matches("method=GET route=unmatched status=404 duration_ms=\\d+"),
                        line -> assertThat(line).matches("method=POST route=unmatched status=405 duration_ms=\\d+"));
        assertThat(lines.list.getFirst().getMDCPropertyMap()).containsKeys("request_id", "trace_id");
    }

    @Test
    void theContextIsClearedAfterEachRequest() throws Exception {
        server.get("/probe/1/mdc", "X-Request-Id", "the-first-request");
        String second = server.get("/probe/2/mdc").body();
        assertThat(second).doesNotContain("the-first-request", "/probe/1");
        // A line is written after its reply: it must not fall into the next test.
        Until.holds("both are logged", () -> lines.list.size() == 2);
    }
}
