package dev.viva.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.openai.OpenAiRealtime;
import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.realtime.TimeoutConfiguration;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulator on the service's own port, behind its filters. */
@Timeout(120)
class ServedSimulatorTest {
    private static final String KEY = "a-key-of-the-operator";

    @Test
    void acceptsTheConfiguredKeyForCallsSidebandsAndControls(@TempDir Path data) throws Exception {
        try (var server = VivaServer.start(data, new TestClock(), "simulator.key", KEY);
                var client = HttpClient.newHttpClient()) {
            URI base = URI.create(server.url() + SimulatorFactory.PATH);
            try (var provider = new OpenAiRealtime(
                    () -> base,
                    new Secret(KEY),
                    TimeoutConfiguration.DEFAULTS,
                    io.dropwizard.util.Duration.seconds(1),
                    ProviderObserver.NONE)) {
                String callId = provider.createCall(SimulatorServer.offer("v=0\r\n"), SimulatorServer.config())
                        .callId();
                try (var sideband =
                        new TestSideband(client, base, "?call_id=" + callId, "Authorization", "Bearer " + KEY)) {
                    assertThat(speak(client, base, callId, KEY)).isEqualTo(202);
                    sideband.until("response.done");

                    provider.hangUp(callId);
                    assertThat(sideband.closeCode()).isEqualTo(1000);
                }
                assertThat(speak(client, base, callId, "another")).isEqualTo(401);
            }
        }
    }

    private static int speak(HttpClient client, URI base, String callId, String key) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(base + "/control/calls/" + callId + "/turns"))
                                .header("Authorization", "Bearer " + key)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"says\": \"Hello\", \"speaking\": \"0s\"}"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
