package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.storage.Database;
import dev.viva.testing.Api;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.FakeUpstream;
import dev.viva.testing.FakeUpstream.Answer;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every provider failure becomes a documented problem and leaves no unknown call behind. {@link ProviderTimeoutTest} has
 * the providers that do not answer.
 */
class ProviderFailuresTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAULTS = "/simulator/control/faults";

    @TempDir
    static Path data;

    private static VivaServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                new TestClock(),
                "simulator.key",
                LiveCall.KEY,
                "realtime.timeouts.call",
                "1m",
                "realtime.resilience.breaker_failures",
                "100");
        api = new Api(server.url());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void heal() {
        api.send("DELETE", FAULTS, LiveCall.KEY, null, Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"failure":"rate_limited","retry_after":"3s"} | 503 | upstream_unavailable | 3
            {"failure":"rate_limited"}                    | 503 | upstream_unavailable |
            {"failure":"quota"}                           | 503 | upstream_quota       |
            {"failure":"server_error"}                    | 503 | upstream_unavailable |
            {"failure":"unavailable"}                     | 503 | upstream_unavailable |
            {"failure":"edge_error"}                      | 503 | upstream_unavailable |
            {"failure":"drop"}                            | 503 | upstream_unavailable |
            {"failure":"malformed"}                       | 503 | upstream_unavailable |
            {"location":"missing"}                        | 503 | upstream_unavailable |
            {"location":"truncated"}                      | 503 | upstream_unavailable |
            {"bad_model":"gpt-realtime-2.1"}              | 502 | upstream_rejected    |
            """)
    void failureIsADocumentedProblem(String fault, int status, String code, String retryAfter) throws IOException {
        var session = api.open();
        String token = Offer.mint(api, session).json().path("rtc_token").asText();
        assertThat(api.send("PUT", FAULTS, LiveCall.KEY, fault, Map.of()).status())
                .isEqualTo(200);

        var reply = Offer.connect(api, session, token);

        assertThat(reply.statusCode()).isEqualTo(status);
        var problem = JSON.readTree(reply.body());
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("detail").asText()).doesNotContain("html").hasSizeGreaterThan(20);
        String after = reply.headers().firstValue("Retry-After").orElse("");
        assertThat(after).isEqualTo(retryAfter == null ? after : retryAfter);
        assertThat(status == 503).isEqualTo(!after.isEmpty());
        assertThat(api.metric(server.adminUrl(), "viva_calls_live")).isZero();
    }

    @Test
    void mintsNoTokenWhileTheBreakerIsOpen(@TempDir Path folder) {
        try (var own = VivaServer.start(
                folder,
                new TestClock(),
                "simulator.key",
                LiveCall.KEY,
                "realtime.resilience.breaker_failures",
                "1",
                "realtime.resilience.breaker_delay",
                "1m")) {
            var client = new Api(own.url());
            client.send(
                    "PUT", FAULTS, LiveCall.KEY, "{\"failure\":\"unavailable\",\"applies_to\":\"calls\"}", Map.of());
            assertThat(Offer.call(client, client.open())).isEqualTo(503);
            Until.isTrue("the breaker is open", () -> client.metric(own.adminUrl(), "viva_provider_breaker") == 1);

            var refused = Offer.mint(client, client.open());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().path("code").asText()).isEqualTo("upstream_unavailable");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        }
    }

    @Test
    void saysWhatTheProviderDidAlsoWhenTheStorageFailsRightAfter(@TempDir Path folder) throws Exception {
        var answered = new CountDownLatch(1);
        try (var upstream = new FakeUpstream(Answer.of(500, ""));
                var own = VivaServer.start(
                        folder,
                        new TestClock(),
                        "realtime.type",
                        "openai",
                        "realtime.api_key",
                        LiveCall.KEY,
                        "realtime.base_url",
                        upstream.address().toString(),
                        "database.commit_timeout",
                        "1s");
                var background = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = new Api(own.url());
            var session = client.open();
            String token = Offer.mint(client, session).json().path("rtc_token").asText();
            upstream.holdNext("/calls", answered);
            var late = background.submit(() -> Offer.connect(client, session, token));
            Until.isTrue(
                    "the provider is asked",
                    () -> upstream.seen().stream()
                            .anyMatch(request -> request.path().endsWith("/calls")));
            var writer = BusyWriter.hold(own.managed(Database.class).commits(), background);
            answered.countDown();

            assertThat(JSON.readTree(late.get().body()).path("code").asText()).isEqualTo("upstream_unavailable");
            writer.countDown();
        }
    }
}
