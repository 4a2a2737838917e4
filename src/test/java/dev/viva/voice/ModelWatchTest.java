package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpServer;
import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeConfiguration;
import dev.viva.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelWatchTest {
    private static final RealtimeConfiguration CONFIG = RealtimeConfiguration.DEFAULTS;

    private static final String BOTH =
            "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-realtime-2.1\"},{\"id\":\"gpt-realtime-whisper\"}]}";

    private final TestClock clock = new TestClock(); // 2 November 2026
    private HttpServer provider;
    private OpenAiRealtime realtime;
    private ModelWatch watch;
    private boolean troubled;
    private volatile int status = 200;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.start();
        var url = URI.create("http://127.0.0.1:" + provider.getAddress().getPort());
        realtime = new OpenAiRealtime(
                () -> url,
                new Secret("sk-test"),
                CONFIG.timeouts(),
                io.dropwizard.util.Duration.seconds(1),
                ProviderObserver.NONE);
        watch = watch(CONFIG);
    }

    private ModelWatch watch(RealtimeConfiguration config) {
        return new ModelWatch(realtime, config, () -> troubled, new MetricRegistry(), clock);
    }

    @AfterEach
    void stop() {
        watch.stop();
        provider.stop(0);
    }

    @Test
    void warnsSixtyDaysBeforeAModelShutsDown() {
        answer("""
                {"object":"list","data":[
                  {"id":"gpt-realtime-2.1","object":"model","shutdown_date":"2027-01-20"},
                  {"id":"gpt-realtime","object":"model","shutdown_date":"2026-11-03"},
                  {"id":"gpt-realtime-whisper","object":"model"}]}""");
        watch.poll();

        assertThat(watch.warnings()).isEmpty();
        clock.advance(Duration.ofDays(19));
        assertThat(watch.warnings())
                .containsExactly("The provider retires the model gpt-realtime-2.1 on 2027-01-20."
                        + " Configure its successor before that.");
    }

    @Test
    void keepsItsFindingsIfTheProviderDoesNotAnswer() {
        answer("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-realtime-whisper\"},"
                + "{\"id\":\"gpt-realtime-2.1\",\"shutdown_date\":\"2026-11-20\"}]}");
        watch.poll();
        provider.stop(0);
        clock.advance(Duration.ofDays(1));
        watch.poll();

        assertThat(watch.warnings()).hasSize(1);
    }

    @Test
    void retriesWithinMinutesAfterAFailure() {
        status = 503;
        answer(BOTH);
        watch.poll();
        clock.advance(Duration.ofSeconds(10));
        watch.poll();
        assertThat(asked).hasValue(1);

        status = 200;
        clock.advance(Duration.ofSeconds(20));
        watch.poll();
        assertThat(asked).hasValue(2);
        clock.advance(Duration.ofHours(23));
        watch.poll();
        assertThat(asked).hasValue(2);
    }

    @Test
    void retriesEveryFiveMinutesAtTheLatest() {
        status = 401;
        answer(BOTH);
        for (int i = 1; i <= 20; i++) {
            watch.poll();
            assertThat(asked).hasValue(i);
            clock.advance(Duration.ofMinutes(5));
        }
    }

    @Test
    void warnsOfAMissingModelUntilItExists() {
        answer("{\"object\":\"list\",\"data\":[{\"id\":\"gpt-realtime-2.1\"}]}");
        watch.poll();
        assertThat(watch.warnings())
                .singleElement()
                .asString()
                .contains("does not list the model gpt-realtime-whisper")
                .contains("realtime.transcription_model");

        provider.removeContext("/v1/models");
        answer(BOTH);
        clock.advance(Duration.ofMinutes(5));
        watch.poll();
        assertThat(watch.warnings()).isEmpty();
    }

    @Test
    void oneModelMayBothSpeakAndTranscribe() {
        answer("{\"object\":\"list\",\"data\":[]}");
        var both = watch(
                new RealtimeConfiguration(null, null, null, "own-model", "own-model", null, null, null, null, null));
        both.poll();

        assertThat(both.warnings()).singleElement().asString().contains("own-model");
    }

    @Test
    void checksEachMinuteDuringTrouble() {
        answer(BOTH);
        watch.poll();
        troubled = true;
        clock.advance(Duration.ofSeconds(59));
        watch.poll();
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        watch.poll();
        assertThat(asked).hasValue(2);
    }

    private void answer(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        provider.createContext("/v1/models", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
