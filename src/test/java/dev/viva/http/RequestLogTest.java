package dev.viva.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.ops.OpsServer;
import dev.viva.testing.LogLines;
import dev.viva.testing.Until;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLogTest {
    @RegisterExtension
    static final OpsServer server = new OpsServer();

    private final LogLines log = LogLines.of(RequestLog.class);

    @AfterEach
    void leave() {
        log.close();
    }

    @Test
    void logsEachRequestByRouteWithoutIdsQueriesOrTokens() throws Exception {
        server.get("/probe/secret-id/mdc?token=secret", "Authorization", "Bearer secret");
        areLogged(1); // one after the other, since each is logged when its client has the reply already
        server.get("/nowhere/secret-id");
        areLogged(2);
        server.send("POST", "/probe/secret-id/mdc");
        areLogged(3);
        server.get("/");
        server.get("/docs/assets/docs.css");
        assertThat(said())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("request: method=GET route=/probe/\\{id}/mdc status=200 duration_ms=\\d+"),
                        line -> assertThat(line)
                                .matches("request: method=GET route=unmatched status=404 duration_ms=\\d+"),
                        line -> assertThat(line)
                                .matches("request: method=POST route=unmatched status=405 duration_ms=\\d+"));
        assertThat(log.events().getFirst().getMDCPropertyMap()).containsKeys("request_id", "trace_id");
    }

    @Test
    void clearsTheContextAfterEachRequest() throws Exception {
        server.get("/probe/1/mdc", "X-Request-Id", "the-first-request");
        String second = server.get("/probe/2/mdc").body();
        assertThat(second).doesNotContain("the-first-request", "/probe/1");
        areLogged(2);
    }

    /** The messages with their fields, as the built-in format shows them. */
    private List<String> said() {
        return log.events().stream()
                .map(event -> event.getFormattedMessage() + " "
                        + event.getKeyValuePairs().stream()
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    /** Waits for the log events, which follow the replies, so that none falls into the next test. */
    private void areLogged(int lines) {
        Until.isTrue("all requests are logged", () -> log.events().size() >= lines);
    }
}
