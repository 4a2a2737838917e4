package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Client input never reaches the log unescaped: it could forge log lines or move a terminal's cursor. */
class LogInjectionTest {
    private static final String MARK = "written-by-a-client";
    /** Escape sequences in both forms, line breaks, and right-to-left overrides. */
    private static final List<String> SPOILERS = List.of(
            "\u009b31m", "\u0085", "\u001b[2J", "\r", "\t", "\u00ff", "\u0000", "%0a", "%1b", "{}", "\"", "[", "é");

    private static final List<String> PATHS =
            List.of("/", "/docs", "/nowhere", "/health/live", "/api/v1/scenarios", "/assets/x.js", "/v1/models");
    private static final List<String> REQUESTS = List.of(
            "GET %2$s HTTP/1.1\r\nHost: %1$s\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva:%1$s\r\n\r\n",
            "GET http://%1$s%2$s HTTP/1.1\r\nHost: viva\r\n\r\n",
            "GET %2$s/%1$s HTTP/1.1\r\nHost: viva\r\n\r\n",
            "GET %2$s?after=%1$s HTTP/1.1\r\nHost: viva\r\n\r\n",
            "GET %2$s HTTP/1.1%1$s\r\nHost: viva\r\n\r\n",
            "%1$s %2$s HTTP/1.1\r\nHost: viva\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva\r\n%1$s: x\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva\r\nAccept: %1$s\r\nAccept-Language: %1$s\r\nOrigin: %1$s\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva\r\nAuthorization: Bearer %1$s\r\nX-Request-Id: %1$s\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva\r\ntraceparent: %1$s\r\nCookie: %1$s\r\nX-Forwarded-For: %1$s\r\n\r\n",
            "GET %2$s HTTP/1.1\r\nHost: viva\r\nIf-None-Match: %1$s\r\nRange: %1$s\r\nExpect: %1$s\r\n\r\n",
            "POST %2$s HTTP/1.1\r\nHost: viva\r\nContent-Type: %1$s\r\nContent-Length: 2\r\n\r\n{}",
            "POST %2$s HTTP/1.1\r\nHost: viva\r\nContent-Encoding: %1$s\r\nContent-Length: 2\r\n\r\n{}",
            "POST %2$s HTTP/1.1\r\nHost: viva\r\nContent-Length: %1$s\r\n\r\n",
            "POST %2$s HTTP/1.1\r\nHost: viva\r\nTransfer-Encoding: %1$s\r\n\r\n");

    @Test
    void requestsCannotInjectLogLines(@TempDir Path data) throws Exception {
        var log = new Captured();
        try (var server = VivaServer.start(data, new TestClock())) {
            log.attach();
            for (String request : REQUESTS) {
                for (String path : PATHS) {
                    for (String spoiler : SPOILERS) {
                        send(server.url(), request.formatted(MARK + spoiler + MARK, path));
                    }
                }
            }
        } finally {
            log.detach();
        }
        assertThat(log.lines).isNotEmpty();
        assertThat(log.lines).filteredOn(line -> line.contains(MARK)).isEmpty();
    }

    private static void send(URI url, String request) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotStartWith("HTTP/1.1 5");
        } catch (java.net.SocketException reset) {
            // the server may close the connection
        }
    }

    private static final class Captured extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

        private void attach() {
            setContext(root.getLoggerContext());
            start();
            root.addAppender(this);
        }

        private void detach() {
            root.detachAppender(this);
        }

        @Override
        protected void append(ILoggingEvent event) {
            String thrown =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getMDCPropertyMap()
                    + thrown);
        }
    }
}
