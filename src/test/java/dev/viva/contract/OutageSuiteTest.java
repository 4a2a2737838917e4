package dev.viva.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.contract.Contract.Operation;
import dev.viva.fault.DatabaseOutage;
import dev.viva.testing.Api;
import dev.viva.testing.Offer;
import dev.viva.testing.ServerProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.VivaServer;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How operations answer while a dependency is out. Needs services whose dependencies can be stopped. */
@ContractSuite
class OutageSuiteTest {
    private static final String BROKEN = "X-Test-Broken";
    private static final String SIMULATOR_KEY = "the-key-of-the-simulated-provider";
    private static final List<String> POLICIES =
            List.of("session-creation", "voice-token", "transcript-relay", "api", "wrong-credential");

    @TempDir
    private Path folder;

    private final Deployment service;

    OutageSuiteTest(Deployment service) {
        service.inThisProcess("parts of the service are taken away");
        this.service = service;
    }

    private static void breakOnDemand(Environment environment) {
        environment.jersey().register((ContainerRequestFilter) request -> {
            if (request.getHeaderString(BROKEN) != null) {
                throw new IllegalStateException("a test wanted it");
            }
        });
    }

    /** Every operation that declares the status answers with it at that service. */
    private void all(int status, Predicate<Operation> which, Api api, Api.Opened session, Map<String, String> headers) {
        Draft.declaring(status).filter(which).forEach(operation -> {
            Draft draft = Draft.of(operation, session, Api.FACULTY);
            for (var header : headers.entrySet()) {
                draft = draft.header(header.getKey(), header.getValue());
            }
            assertThat(draft.send(api).status()).as(operation.id()).isEqualTo(status);
        });
    }

    @Test
    void unexpectedErrorIs500Everywhere() {
        // With traces, the framework serves relays too.
        String[] traces = {"tracing.endpoint", "http://127.0.0.1:9", "tracing.sample", "0"};
        try (var server = VivaServer.start(folder, new TestClock(), OutageSuiteTest::breakOnDemand, traces)) {
            Api api = service.api(server.url());
            all(500, o -> true, api, api.open(), Map.of(BROKEN, "yes"));
        }
    }

    @Test
    void exceededLimitIs429Everywhere() {
        String[] limits = POLICIES.stream()
                .flatMap(policy -> Stream.of("limits.policies." + policy + "[0].limit", "1"))
                .toArray(String[]::new);
        try (var server = VivaServer.start(folder, new TestClock(), limits)) {
            Api api = service.api(server.url());
            var session = api.open();
            // One for each bucket: without a session, in this session by policy, and on it without its grant.
            for (String id : List.of("listVoices", "getSession", "mintVoiceToken", "relayTranscript", "eraseSession")) {
                Draft.of(Draft.operation(id), session, "").send(api);
            }
            Draft.of(Draft.operation("listSessions"), session, Api.FACULTY).send(api);
            all(429, o -> o.rateLimit() != null, api, session, Map.of());
            // Not limited, but whoever guesses is.
            Draft guess = Draft.of(Draft.operation("health"), session, "").bearer("a-guess");
            assertThat(guess.send(api).status()).isIn(401, 429);
            assertThat(guess.send(api).status()).isEqualTo(429);
        }
    }

    @Test
    void limitsThatRefuseDuringARedisOutageAre503() {
        String[] settings = POLICIES.stream()
                .flatMap(policy -> Stream.of("limits.when_out." + policy, "deny"))
                .toArray(String[]::new);
        try (var server = VivaServer.start(folder, new TestClock(), withRedisOut(settings))) {
            Api api = service.api(server.url());
            all(503, o -> o.rateLimit() != null, api, new Api.Opened("ses_none", "none"), Map.of());
            Draft guess = Draft.of(Draft.operation("health"), new Api.Opened("ses_none", "none"), "");
            assertThat(guess.bearer("a-guess").send(api).status()).isEqualTo(503);
        }
    }

    private static String[] withRedisOut(String... settings) {
        String address = "redis://127.0.0.1:" + ServerProcess.freePort();
        return Stream.concat(Stream.of("redis.address", address), Stream.of(settings))
                .toArray(String[]::new);
    }

    @Test
    void databaseOutageIs503ForStorageAndReadiness() {
        try (var outage = new DatabaseOutage(folder);
                var server = VivaServer.start(folder, new TestClock())) {
            Api api = service.api(server.url());
            var session = api.open();
            String token = Offer.mint(api, session).json().path("rtc_token").asText();
            outage.begin();

            all(
                    503,
                    o -> Draft.guarded(o) && !o.id().equals("getCaseSheet") && !Draft.forStudents(o)
                            || o.id().equals("createSession"),
                    api,
                    session,
                    Map.of("X-Rtc-Token", token));
            Draft sheet = Draft.of(Draft.operation("getCaseSheet"), session, Api.FACULTY);
            assertThat(sheet.send(api).status()).as("no session is read").isEqualTo(200);
            assertThat(sheet.query("session_id=" + session.id()).send(api).status())
                    .isEqualTo(503);
            assertThat(api.get("/health/ready", null).status()).isEqualTo(503);
            assertThat(api.get("/health", null).status()).isEqualTo(200);
        }
    }

    @Test
    void refusedCallIs502() {
        try (var server = VivaServer.start(folder, new TestClock(), "simulator.key", SIMULATOR_KEY)) {
            Api api = service.api(server.url());
            var session = api.open();
            String token = Offer.mint(api, session).json().path("rtc_token").asText();
            String fault = "{\"bad_model\":\"gpt-realtime-2.1\"}";
            api.send("PUT", "/simulator/control/faults", SIMULATOR_KEY, fault, Map.of());

            assertThat(Offer.connect(api, session, token).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void refusedMintIs502() {
        String provider = service.inThisProcess("its provider is used").url() + "/simulator/v1";
        String[] settings = {
            "realtime.type", "openai",
            "realtime.base_url", provider,
            "realtime.api_key", "not-the-key-of-that-provider",
            "calls.mode", "direct"
        };
        try (var server = VivaServer.start(folder, new TestClock(), settings)) {
            Api api = service.api(server.url());

            assertThat(Offer.mint(api, api.open()).status()).isEqualTo(502);
        }
    }
}
