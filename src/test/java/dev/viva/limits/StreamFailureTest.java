package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricFilter;
import dev.viva.testing.LogLines;
import dev.viva.testing.Until;
import io.dropwizard.core.Configuration;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invariant 10: a stream that fails by a bug of ours gives its slot back. */
class StreamFailureTest {
    private static final DropwizardTestSupport<Configuration> SERVER = new DropwizardTestSupport<>(
            LimitedApplication.class,
            (String) null,
            ConfigOverride.config("server.applicationConnectors[0].port", "0"),
            ConfigOverride.config("server.adminConnectors[0].port", "0"));

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        SERVER.before();
    }

    @AfterAll
    static void stop() {
        SERVER.after();
    }

    @Test
    void aStreamWhoseWriterFailsEndsItsReplyReleasesItsSlotAndIsLoggedOnce() throws Exception {
        var torn = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.getLocalPort() + "/api/torn"))
                .timeout(Duration.ofSeconds(30))
                .build();
        List<String> logged = new ArrayList<>();
        try (var log = LogLines.of(StreamSlots.class)) {
            for (int i = 0; i <= LimitedApplication.STREAMS; i++) {
                var reply = http.send(torn, BodyHandlers.ofString());
                logged.add("event stream: failed, its reader reconnects");

                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.body()).as("ends after what was sent").isEqualTo(": hello\n\n");
                Until.isTrue("its slot is free", () -> taken() == 0);
                assertThat(log.words()).isEqualTo(logged);
                assertThat(LimitedApplication.CLOSED).hasValue(logged.size());
            }
        }
    }

    private static int taken() {
        var gauges = SERVER.getEnvironment().metrics().getGauges(MetricFilter.endsWith("viva.streams.taken"));
        return gauges.values().stream()
                .mapToInt(gauge -> (int) gauge.getValue())
                .sum();
    }
}
