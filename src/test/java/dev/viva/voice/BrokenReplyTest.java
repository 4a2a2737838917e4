package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider whose reply to a new call breaks off after its head: the call has begun and costs money. */
class BrokenReplyTest {
    private static final String CALLS = "/v1/realtime/calls";

    private final CompletableFuture<String> hungUp = new CompletableFuture<>();

    @Test
    void hangsUpTheCallThatTheHeadNames(@TempDir Path data) throws Exception {
        var provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext(CALLS, this::answer);
        provider.start();
        String url = "http://127.0.0.1:" + provider.getAddress().getPort();
        try (var server = VivaServer.start(
                data,
                new TestClock(),
                "realtime.type",
                "openai",
                "realtime.base_url",
                url,
                "realtime.api_key",
                "sk-of-this-test")) {
            var api = new Api(server.url());

            assertThat(Offer.call(api, api.open())).isEqualTo(503);

            assertThat(hungUp.get(60, TimeUnit.SECONDS)).isEqualTo(CALLS + "/rtc_1/hangup");
        } finally {
            provider.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (!path.equals(CALLS)) {
                hungUp.complete(path);
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            exchange.getResponseHeaders().set("Location", CALLS + "/rtc_1");
            exchange.sendResponseHeaders(201, 500);
            exchange.getResponseBody().write("v=0\r\n".getBytes(StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
        }
    }
}
