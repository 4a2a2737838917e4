package dev.viva.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every test uses a client that checks each exchange against the contract, or is listed here with a reason. */
class EveryExchangeTest {
    private static final Path TESTS = Path.of("src/test/java/dev/viva");
    private static final List<String> BYPASSES =
            List.of("HttpClient.new", "new Socket(", "HttpURLConnection", "new JerseyClient", "RawHttp");

    private static final String CHECKS = "checks each exchange itself";
    private static final String SIMULATOR = "the simulated provider's routes, which follow the provider's protocol";
    private static final Map<String, String> LISTED = Map.ofEntries(
            Map.entry("contract/RawHttp.java", "bytes that break HTTP; NegativeSuiteTest checks the answers"),
            Map.entry("contract/NegativeSuiteTest.java", CHECKS),
            Map.entry("testing/Api.java", CHECKS),
            Map.entry("history/HttpEncounterClient.java", CHECKS + ", except those that it cuts before the answer"),
            Map.entry("limits/RateLimitFilterTest.java", "an application with its own routes"),
            Map.entry("limits/StreamFailureTest.java", "an application with its own routes"),
            Map.entry("ops/OpsServer.java", "an application with its own routes"),
            Map.entry("LogInjectionTest.java", "requests that no HTTP client would send"),
            Map.entry("fault/BalancerTest.java", "a balancer that answers with its own problems"),
            Map.entry("testing/Balancer.java", "starts a balancer"),
            Map.entry("fault/SteadyLoad.java", "counts statuses while replicas are replaced"),
            Map.entry("WarmUpTest.java", "reads metrics"),
            Map.entry("http/AddressConnectionsTest.java", "connections that carry no request"),
            Map.entry("http/SlowClient.java", "a client that sends and reads byte by byte"),
            Map.entry("http/SlowClientsTest.java", "clients that never finish, and health checks meanwhile"),
            Map.entry("contract/BodyLimitTest.java", "a request that is refused before its body is sent"),
            Map.entry(
                    "http/PacedResponseTest.java", "a handler of its own, and a reader that takes a little at a time"),
            Map.entry("ops/ServerStopTest.java", "a connection without a request"),
            Map.entry("limits/HeldTextTest.java", "readers that stop in the middle of a reply"),
            Map.entry("transcript/SlowReaderTest.java", "a reader that stops in the middle of a stream"),
            Map.entry("transcript/BackPressureTest.java", "a request without waiting for its answer"),
            Map.entry("voice/LiveCall.java", "the page's data channel, simulated on the provider's socket"),
            Map.entry("simulator/media/WebRtcCallTest.java", SIMULATOR),
            Map.entry("simulator/SimulatedSidebandTest.java", SIMULATOR),
            Map.entry("simulator/SimulatorServletTest.java", SIMULATOR),
            Map.entry("simulator/AdapterTest.java", SIMULATOR),
            Map.entry("simulator/ClientSecretTest.java", SIMULATOR),
            Map.entry("simulator/ControlRoutesTest.java", SIMULATOR),
            Map.entry("simulator/FaultsTest.java", SIMULATOR),
            Map.entry("simulator/ServedSimulatorTest.java", SIMULATOR));

    @Test
    void everyExchangeIsCheckedOrListedWithAReason() throws IOException {
        try (var files = Files.walk(TESTS)) {
            var found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(EveryExchangeTest::bypasses)
                    .map(file -> TESTS.relativize(file).toString())
                    .filter(file -> !file.startsWith("wire/"))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(found).isEqualTo(new TreeSet<>(LISTED.keySet()));
        }
    }

    private static boolean bypasses(Path file) {
        try {
            String code = Files.readString(file);
            return BYPASSES.stream().anyMatch(code::contains);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
