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
    private static final List<String> WAYS_AROUND =
            List.of("HttpClient.new", "new Socket(", "HttpURLConnection", "new JerseyClient", "RawHttp");

    private static final String HOLDS = "holds each exchange itself";
    private static final String SIMULATOR = "the simulated provider's own routes: its protocol is the provider's";
    private static final Map<String, String> BESIDE = Map.ofEntries(
            Map.entry("contract/RawHttp.java", "bytes that break HTTP; NegativeSuiteTest holds the answers"),
            Map.entry("contract/NegativeSuiteTest.java", HOLDS),
            Map.entry("testing/Api.java", HOLDS),
            Map.entry(
                    "history/HttpEncounterClient.java",
                    HOLDS + ", but for those that it cuts before they are answered"),
            Map.entry("limits/RateLimitFilterTest.java", "an application with routes of its own"),
            Map.entry("ops/OpsServer.java", "an application with routes of its own"),
            Map.entry("LogInjectionTest.java", "requests that no client of HTTP would send, and the log of them"),
            Map.entry("fault/BalancerTest.java", "a balancer in front, which answers problems of its own"),
            Map.entry("http/AddressConnectionsTest.java", "connections that carry no request"),
            Map.entry("http/SlowClient.java", "a client that sends and reads byte by byte"),
            Map.entry(
                    "http/SlowClientsTest.java", "clients that never finish, and the health of the service meanwhile"),
            Map.entry("contract/BodyLimitTest.java", "a request that is refused before its body is sent"),
            Map.entry("transcript/SlowReaderTest.java", "a reader that stops in the middle of a stream"),
            Map.entry("transcript/BackPressureTest.java", "a request whose answer nobody waits for"),
            Map.entry("voice/LiveCall.java", "the page's data channel, played on the provider's socket"),
            Map.entry("simulator/media/WebRtcCallTest.java", SIMULATOR),
            Map.entry("simulator/SidebandTest.java", SIMULATOR),
            Map.entry("simulator/SimulatorServletTest.java", SIMULATOR),
            Map.entry("simulator/AdapterTest.java", SIMULATOR),
            Map.entry("simulator/ClientSecretTest.java", SIMULATOR),
            Map.entry("simulator/ControlRoutesTest.java", SIMULATOR),
            Map.entry("simulator/FaultsTest.java", SIMULATOR),
            Map.entry("simulator/ServedSimulatorTest.java", SIMULATOR));

    @Test
    void everyExchangeIsCheckedOrListedWithAReason() throws IOException {
        try (var files = Files.walk(TESTS)) {
            var around = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(EveryExchangeTest::goesAround)
                    .map(file -> TESTS.relativize(file).toString())
                    .filter(file -> !file.startsWith("wire/"))
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(around).isEqualTo(new TreeSet<>(BESIDE.keySet()));
        }
    }

    private static boolean goesAround(Path file) {
        try {
            String code = Files.readString(file);
            return WAYS_AROUND.stream().anyMatch(code::contains);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
