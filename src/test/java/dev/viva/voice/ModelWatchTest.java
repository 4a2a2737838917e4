package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpServer;
import dev.viva.problem.Secret;
import dev.viva.realtime.OpenAiRealtime;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelWatchTest {
    private static final RealtimeConfiguration CONFIG = RealtimeConfiguration.DEFAULTS;

    private final TestClock clock = new TestClock(); // 2 November 2026
    private HttpServer provider;
    private ModelWatch watch;

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.start();
        var url = URI.create("http://127.0.0.1:" + provider.getAddress().getPort());
        var realtime = new OpenAiRealtime(
                () -> url, new Secret("sk-test"), CONFIG.timeouts(), io.dropwizard.util.Duration.seconds(1));
        watch = new ModelWatch(realtime, CONFIG, new MetricRegistry(), clock);
    }

    @AfterEach
    void stop() {
        watch.stop();
        provider.stop(0);
    }

    @Test
    void warnsOfAConfiguredModelSixtyDaysBeforeItIsGone() {
        answer("""
                {"object":"list","data":[
                  {"id":"gpt-realtime-2.1","object":"model","shutdown_date":"2027-01-20"},
                  {"id":"gpt-realtime","object":"model","shutdown_date":"2026-11-03"},
                  {"id":"gpt-realtime-whisper","object":"model"}]}""");
        watch.look();

        assertThat(watch.warnings()).isEmpty();
        clock.advance(Duration.ofDays(19));
        assertThat(watch.warnings())
                .containsExactly("The provider retires the model gpt-realtime-2.1 on 2027-01-20."
                        + " Configure its successor before that.");
    }

    @Test
    void keepsWhatItKnewWhenTheProviderDoesNotAnswer() {
        answer("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-realtime-2.1\",\"shutdown_date\":\"2026-11-20\"}]}");
        watch.look();
        provider.stop(0);
        watch.look();

        assertThat(watch.warnings()).hasSize(1);
    }

    private void answer(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        provider.createContext("/v1/models", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
