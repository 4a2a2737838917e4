package dev.viva.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How operators and students see provider trouble. */
class ProviderHealthTest {
    private static final String FAULTS = "/simulator/control/faults";

    @TempDir
    static Path data;

    private static final TestClock CLOCK = new TestClock();
    private static VivaServer server;
    private static Api api;
    private static String metricsAtStart;

    @BeforeAll
    static void start() {
        server = VivaServer.start(
                data,
                CLOCK,
                "simulator.key",
                LiveCall.KEY,
                "realtime.timeouts.call",
                "1m",
                "realtime.resilience.breaker_failures",
                "100");
        api = new Api(server.url());
        metricsAtStart = api.send("GET", server.adminUrl().resolve("/metrics").toString(), null, null, Map.of())
                .raw()
                .body();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void heal() {
        api.send("DELETE", FAULTS, LiveCall.KEY, null, Map.of());
    }

    private static void fault(String faults) {
        assertThat(api.send("PUT", FAULTS, LiveCall.KEY, faults, Map.of()).status())
                .isEqualTo(200);
    }

    private static List<String> warnings() {
        return warnings(api);
    }

    static List<String> warnings(Api api) {
        return api.get("/health", null)
                .json()
                .path("warnings")
                .valueStream()
                .map(warning -> warning.asText())
                .filter(warning -> warning.startsWith("The voice provider "))
                .toList();
    }

    private static double trouble(String kind) {
        return api.metric(server.adminUrl(), "viva_provider_trouble{kind=\"" + kind + "\"}");
    }

    private static double errors(String operation, String kind) {
        return api.metric(
                server.adminUrl(), "viva_provider_errors_total{kind=\"" + kind + "\",operation=\"" + operation + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unauthorized  | {"failure":"unauthorized","applies_to":"calls"} | OPENAI_API_KEY
            quota         | {"failure":"quota","applies_to":"calls"}        | Add credit
            rate_limited  | {"failure":"rate_limited","applies_to":"calls"} | rate limits
            unavailable   | {"failure":"server_error","applies_to":"calls"} | status page
            model_missing | {"bad_model":"gpt-realtime-2.1"}                | realtime.model
            not_found     | {"failure":"not_found","applies_to":"calls"}    | OPENAI_BASE_URL
            """)
    void troubleIsAWarningAndAMetricUntilACallSucceeds(String kind, String fault, String advice) {
        double before = errors("call", kind);
        fault(fault);
        assertThat(Offer.call(api, api.open())).isGreaterThanOrEqualTo(500);

        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("(" + kind + ") since " + CLOCK.instant(), advice)
                .doesNotContain("<html>", "Incorrect API key");
        assertThat(trouble(kind)).isEqualTo(1);
        assertThat(errors("call", kind)).isEqualTo(before + 1);

        heal();
        double attached = api.metric(server.adminUrl(), "viva_sideband_attached");
        var session = api.open();
        assertThat(Offer.call(api, session)).isEqualTo(201);
        assertThat(warnings()).isEmpty();
        assertThat(trouble(kind)).isZero();
        // Otherwise the next test may take this sideband for its own.
        Until.isTrue("a sideband attaches", () -> api.metric(server.adminUrl(), "viva_sideband_attached") > attached);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
    }

    @Test
    void countsFromZero() {
        for (Operation operation : Operation.values()) {
            for (Kind kind : Kind.values()) {
                assertThat(metricsAtStart)
                        .contains("viva_provider_errors_total{kind=\"" + kind.label() + "\",operation=\""
                                + operation.label() + "\"}");
            }
        }
        assertThat(metricsAtStart)
                .contains("viva_provider_request_seconds_bucket{operation=\"hang_up\"")
                .contains("viva_hang_ups_failed_total 0")
                .contains("viva_hang_ups_queued ")
                .contains("viva_models_missing 0")
                .contains("viva_sideband_instructions_changed_total ")
                .contains("viva_sideband_reattached_total ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            insufficient_quota  | quota         | does not help
            model_not_found     | model_missing | does not help
            rate_limit_exceeded | rate_limited  | Wait a few seconds
            never_heard_of      | unavailable   | Wait a few seconds
            """)
    void explainsASilentPatient(String code, String kind, String advice) throws Exception {
        double before = errors("response", kind);
        try (var call = LiveCall.open(server);
                var frames = new Frames(api.stream(call.session, Map.of()).body())) {
            call.speak("{\"says\":\"Where does it hurt?\",\"reply\":\"failed\",\"error\":\"" + code + "\"}");

            var frame = frames.next();
            while (!frame.event().equals("warning")) {
                frame = frames.next();
            }
            assertThat(frame.data().at("/warning/code").asText()).isEqualTo("patient_silent");
            assertThat(frame.data().at("/warning/detail").asText())
                    .contains(advice)
                    .doesNotContain(code);
            assertThat(errors("response", kind)).isEqualTo(before + 1);
            assertThat(warnings()).singleElement().asString().contains("(" + kind + ")");

            call.type("item_again", "Where does it hurt?");
            Until.isTrue("the patient answers", () -> trouble(kind) == 0);
            assertThat(warnings()).isEmpty();
        }
    }

    @Test
    void hangsUpANewCallAgainIfItIsStillUnknown() {
        untilAllAreHungUp();
        double failed = api.metric(server.adminUrl(), "viva_hang_ups_failed_total");
        double before = errors("hang_up", "not_found");
        var call = LiveCall.open(server);
        CLOCK.advance(Duration.ofSeconds(1));
        long again = CLOCK.instant().plusSeconds(29).toEpochMilli(); // half a minute after the call began
        fault("{\"failure\":\"not_found\",\"applies_to\":\"hangup\"}");
        api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());
        Until.isTrue("the hang-up is answered", () -> errors("hang_up", "not_found") > before);
        Until.isTrue("it is planned again", () -> plannedHangUp(call).equals(again));
        heal();
        assertThat(call.isLive()).isTrue();

        CLOCK.advance(Duration.ofSeconds(31));

        Until.isTrue("the call is hung up", () -> !call.isLive());
        Until.isTrue("nothing is queued", () -> api.metric(server.adminUrl(), "viva_hang_ups_queued") == 0);
        assertThat(api.metric(server.adminUrl(), "viva_hang_ups_failed_total")).isEqualTo(failed);
        call.close();
    }

    @Test
    void countsFailedHangUpsUntilTheySucceed() {
        var call = callWhoseHangUpFailed();
        assertThat(api.metric(server.adminUrl(), "viva_hang_ups_queued")).isEqualTo(1);
        heal();

        CLOCK.advance(Duration.ofSeconds(31));

        Until.isTrue("the call is hung up", () -> !call.isLive());
        Until.isTrue("nothing is queued", () -> api.metric(server.adminUrl(), "viva_hang_ups_queued") == 0);
        call.close();
    }

    /** The provider refuses hang-ups from now on. */
    private static LiveCall callWhoseHangUpFailed() {
        untilAllAreHungUp();
        double failed = api.metric(server.adminUrl(), "viva_hang_ups_failed_total");
        var call = LiveCall.open(server);
        fault("{\"failure\":\"unauthorized\",\"applies_to\":\"hangup\"}");
        api.send("POST", call.session.path("/end"), call.session.grant(), null, Map.of());
        Until.isTrue("the hang-up fails", () -> api.metric(server.adminUrl(), "viva_hang_ups_failed_total") > failed);
        return call;
    }

    /** A hang-up waits for the last transcripts: one of an earlier test must not be counted in the next. */
    private static void untilAllAreHungUp() {
        Until.isTrue("nothing is queued", () -> api.metric(server.adminUrl(), "viva_hang_ups_queued") == 0);
    }

    @Test
    void triesOnceMoreAndForgetsACallThatMustHaveEnded() {
        var call = callWhoseHangUpFailed();
        double failed = api.metric(server.adminUrl(), "viva_hang_ups_failed_total");
        assertThat(plannedHangUp(call)).isPositive();

        CLOCK.advance(Duration.ofMinutes(66)); // the provider ends every call within the hour

        Until.isTrue(
                "it is tried once more", () -> api.metric(server.adminUrl(), "viva_hang_ups_failed_total") > failed);
        assertThat(plannedHangUp(call)).isZero();
        call.close();
        heal();
        var next = LiveCall.open(server);
        api.send("POST", next.session.path("/end"), next.session.grant(), null, Map.of());
        Until.isTrue("a hang-up that succeeds ends the trouble", () -> trouble("unauthorized") == 0);
        next.close();
    }

    private static Long plannedHangUp(LiveCall call) {
        return Engine.SQLITE
                .jdbi(data)
                .withHandle(h -> h.createQuery("SELECT COALESCE(hang_up_at, 0) FROM voice_call WHERE session_id = ?")
                        .bind(0, call.session.id())
                        .mapTo(Long.class)
                        .one());
    }
}
