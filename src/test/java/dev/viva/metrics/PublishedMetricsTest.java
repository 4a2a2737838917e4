package dev.viva.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.viva.testing.Api;
import dev.viva.testing.Frames;
import dev.viva.testing.Offer;
import dev.viva.testing.RedisProcess;
import dev.viva.testing.TestClock;
import dev.viva.testing.TestIssuer;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the metrics of a running service with the shipped alerts and dashboard. */
class PublishedMetricsTest {
    /** The JVM publishes this metric only after its first garbage collection. */
    private static final String AFTER_A_COLLECTION = "| `jvm_memory_pool_allocated_bytes_total`";

    private static final Path DEPLOY = Path.of("deploy");
    private static final Pattern NAME = Pattern.compile("\\b(?:viva|jvm|process)_[a-z0-9_]+");
    /** Recording a request creates the series of its route and status. */
    private static final String REQUESTS = "viva_http_request_duration_seconds";

    @TempDir
    static Path folder;

    private static RedisProcess redis;
    private static TestIssuer issuer;
    private static VivaServer server;
    private static Api api;
    private static Set<String> atTheStart;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.start(folder);
        var clock = new TestClock();
        issuer = new TestIssuer(clock);
        var settings = Stream.of(
                "redis.address",
                redis.address(),
                "redis.timeout",
                "2s",
                "review.kind",
                "openai",
                "review.api_key",
                "k",
                "review.model",
                "m");
        server = VivaServer.start(
                folder,
                clock,
                Stream.concat(settings, Stream.of(issuer.settings())).toArray(String[]::new));
        api = new Api(server.url());
        assertThat(api.get("/health/ready", null).status()).isEqualTo(200);
        atTheStart = series();
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.close();
        redis.close();
    }

    @Test
    void everySeriesExistsFromTheStart() {
        var session = api.open();
        try (var frames = new Frames(api.stream(session, Map.of()).body())) {
            api.relay(session, "item_1", "student", "Where does it hurt?");
            assertThat(frames.next().data().at("/turn/item_id").asText()).isEqualTo("item_1");
        }
        assertThat(Offer.call(api, session)).isEqualTo(201);
        Until.isTrue("a sideband attaches", () -> value("viva_sideband_attached_total") == 1);
        api.send("POST", session.path("/end"), session.grant(), null, Map.of());
        Until.isTrue("the end is counted", () -> value("viva_sessions_ended_total") == 1);

        assertThat(series())
                .as("a series that starts with 1 hides its first event from rates")
                .isEqualTo(atTheStart);
        assertThat(value("viva_sessions_created_total")).isEqualTo(1);
        assertThat(value("viva_commit_duration_seconds_count")).isPositive();
        Until.isTrue("a delay is counted, after its line is sent", () -> value("viva_streams_delay_seconds_count") > 0);
    }

    @Test
    void everyMetricIsDescribed() {
        var help = lines().filter(line -> line.startsWith("# HELP ")).toList();
        assertThat(help).allMatch(line -> line.split(" ").length > 5).noneMatch(line -> line.contains("$$Lambda"));
        assertThat(names())
                .noneMatch(name -> name.matches(".*_[0-9]{2,}_.*"))
                .noneMatch(name -> name.contains("jetty"));
        assertThat(new MetricCatalog(server.support().getEnvironment().metrics()).undescribed())
                .as("metrics without a description in metrics.yml, which are not published")
                .isEmpty();
    }

    @Test
    void thePageOfMetricsListsWhatIsPublishedAndNothingElse() throws IOException {
        List<String> rows = MetricsPage.rows(lines().toList()).stream()
                .filter(row -> !row.startsWith(AFTER_A_COLLECTION))
                .toList();
        assertThat(rows).hasSizeGreaterThan(80);
        assertThat(Files.readAllLines(DEPLOY.resolve("METRICS.md")))
                .as("rows of deploy/METRICS.md; the right ones:\n" + String.join("\n", rows))
                .filteredOn(line -> line.startsWith("| `") && !line.startsWith(AFTER_A_COLLECTION))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void everyAlertHasAParagraphInTheRunbookAndALinkToIt() throws IOException {
        JsonNode alerts = new YAMLMapper().readTree(DEPLOY.resolve("alerts.yml").toFile());
        List<String> expected = alerts.findValuesAsText("alert");
        List<String> paragraphs = Files.readAllLines(DEPLOY.resolve("RUNBOOK.md")).stream()
                .filter(line -> line.startsWith("### Viva"))
                .map(line -> line.substring("### ".length()))
                .toList();
        assertThat(paragraphs).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
        Set<String> names = names();
        assertThat(named(Files.readAllLines(DEPLOY.resolve("RUNBOOK.md"))))
                .isNotEmpty()
                .allMatch(name -> names.contains(name) || names.contains(name + "_count"));
    }

    @Test
    void alertsAndPanelsUsePublishedMetrics() throws IOException {
        JsonNode alerts = new YAMLMapper().readTree(DEPLOY.resolve("alerts.yml").toFile());
        JsonNode panels = new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/dashboards/viva.json").toFile());
        assertThat(named(alerts.findValuesAsText("expr"))).isNotEmpty().isSubsetOf(names());
        assertThat(named(panels.findValuesAsText("expr"))).isNotEmpty().isSubsetOf(names());
    }

    @Test
    void everyAlertHasAFiringAndASilentTest() throws IOException {
        var yaml = new YAMLMapper();
        List<String> alerts =
                yaml.readTree(DEPLOY.resolve("alerts.yml").toFile()).findValuesAsText("alert");
        var fires = new TreeSet<String>();
        var stays = new TreeSet<String>();
        for (JsonNode test :
                yaml.readTree(DEPLOY.resolve("alerts.test.yml").toFile()).findValues("alert_rule_test")) {
            for (JsonNode at : test) {
                (at.path("exp_alerts").isEmpty() ? stays : fires)
                        .add(at.path("alertname").asText());
            }
        }
        assertThat(fires).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(stays).containsExactlyInAnyOrderElementsOf(alerts);
    }

    private static Set<String> named(Collection<String> expressions) {
        return expressions.stream()
                .flatMap(expression -> NAME.matcher(expression).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names with labels, except series per route and status. */
    private static Set<String> series() {
        return lines().filter(line -> line.startsWith("viva_") && !line.startsWith(REQUESTS))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names() {
        return lines().filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(String name) {
        return api.metric(server.adminUrl(), name);
    }

    private static Stream<String> lines() {
        return api.send("GET", server.adminUrl().resolve("/metrics").toString(), null, null, Map.of())
                .raw()
                .body()
                .lines();
    }
}
