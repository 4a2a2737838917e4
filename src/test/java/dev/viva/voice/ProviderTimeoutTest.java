package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that does not answer in time. Other failures must not depend on so short a time. */
class ProviderTimeoutTest {
    private static final String FAULTS = "/simulator/control/faults";

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"failure\":\"hang\",\"applies_to\":\"calls\"}", "{\"delay\":\"2m\",\"applies_to\":\"calls\"}"
            })
    void isAProblemAWarningAndAMetricUntilACallSucceeds(String fault) throws IOException {
        var clock = new TestClock();
        try (var server =
                VivaServer.start(data, clock, "simulator.key", LiveCall.KEY, "realtime.timeouts.call", "1s")) {
            var api = new Api(server.url());
            var session = api.open();
            String token = Offer.mint(api, session).json().path("rtc_token").asText();
            api.send("PUT", FAULTS, LiveCall.KEY, fault, Map.of());

            var reply = Offer.connect(api, session, token);

            assertThat(reply.statusCode()).isEqualTo(503);
            assertThat(reply.headers().firstValue("Retry-After")).isPresent();
            var problem = new ObjectMapper().readTree(reply.body());
            assertThat(problem.path("code").asText()).isEqualTo("upstream_unavailable");
            assertThat(problem.path("detail").asText()).hasSizeGreaterThan(20);
            assertThat(api.metric(server.adminUrl(), "viva_calls_live")).isZero();
            assertThat(ProviderHealthTest.warnings(api))
                    .singleElement()
                    .asString()
                    .contains("(timeout) since " + clock.instant(), "realtime.timeouts");
            assertThat(trouble(api, server)).isEqualTo(1);
            assertThat(api.metric(server.adminUrl(), "viva_provider_errors_total{kind=\"timeout\",operation=\"call\"}"))
                    .isEqualTo(1);

            api.send("DELETE", FAULTS, LiveCall.KEY, null, Map.of());
            // A busy machine may need more than a second for one.
            Until.isTrue("a call succeeds", () -> Offer.call(api, session) == 201);
            assertThat(ProviderHealthTest.warnings(api)).isEmpty();
            assertThat(trouble(api, server)).isZero();
        }
    }

    private static double trouble(Api api, VivaServer server) {
        return api.metric(server.adminUrl(), "viva_provider_trouble{kind=\"timeout\"}");
    }
}
