package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.viva.configuration.Finding;
import dev.viva.configuration.LayeredConfigurationFactory;
import dev.viva.realtime.SimulatorFactory;
import dev.viva.testing.ServerProcess;
import io.dropwizard.jackson.Jackson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code mode: production} refuses. */
class ProductionTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Safe for real students: two replicas behind a proxy. */
    private static final String SAFE = """
            mode: production
            public_url: https://viva.example.edu
            replicas: 2
            database: {url: 'jdbc:postgresql://db.example.edu:5432/viva?sslmode=verify-full'}
            redis: {address: 'rediss://redis.example.edu:6380', password: a-password-of-this-test}
            access:
              grant_key: A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f
              students: code
              classes: [{code: blue-heron-71, group: PT-2B}]
            realtime: {type: openai, api_key: sk-of-a-test}
            budget: {minutes_per_day: 600}
            limits: {trust_proxy: {hops: 1}}
            """;

    @TempDir
    Path folder;

    @Test
    void acceptsASafeConfigurationWithoutAWarning() throws Exception {
        var config = config(SAFE);

        assertThat(Production.refusals(config)).isEmpty();
        assertThat(config.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            public_url: ''                                                                     | public_url
            public_url: http://viva.example.edu                                                | public_url
            access: {oidc: {issuer: 'http://localhost:8090', audience: a}}                     | access.oidc.issuer
            limits: {trust_proxy: {hops: 0}}                                                   | limits.trust_proxy
            limits: {trust_proxy: {hops: 0, cidrs: [0.0.0.0/0]}}                               | limits.trust_proxy.cidrs
            limits: {address_multiplier: [{network: 0.0.0.0/0, factor: 60}]}                   | limits.address_multiplier
            realtime: {type: simulator}                                                        | realtime.type
            realtime: {base_url: 'http://gateway.example'}                                     | realtime.base_url
            budget: {minutes_per_day: 0}                                                       | budget
            calls: {mode: direct}                                                              | calls.mode
            calls: {sideband: false}                                                           | calls.sideband
            content: {reload: true}                                                            | content.reload
            cors: {allowed_origins: ['http://page.example']}                                   | cors.allowed_origins
            database: {url: ''}                                                                | replicas
            database: {url: 'jdbc:postgresql://db.example.edu/viva'}                           | database.url
            database: {url: 'jdbc:postgresql://localhost,db.example.edu:1/v?sslmode=prefer'}   | database.url
            redis: {address: ''}                                                               | redis
            redis: {address: 'redis://redis.example.edu:6379'}                                 | redis.address
            redis: {password: ''}                                                              | redis.password
            access: {grant_key: ''}                                                            | access.grant_key
            access: {students: anyone}                                                         | access.students
            server: {adminConnectors: [{type: http, port: 1, bindHost: 0.0.0.0}]}              | server.adminConnectors
            server: {type: simple, connector: {type: http, port: 1}}                           | server.type
            server: {enableThreadNameFilter: true}                                             | server.enableThreadNameFilter
            server: {requestLog: {appenders: [{type: console}]}}                               | server.requestLog
            """)
    void refusesEachUnsafeSettingByItsKey(String change, String key) throws Exception {
        assertThat(Production.refusals(config(with(change))))
                .extracting(Finding::key)
                .containsExactly(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            access: {grant_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}  | grant_key is easy to guess
            access: {grant_key: short}                             | grant_key must have at least 32 bytes
            access: {previous_grant_key: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa} | previous_grant_key is easy to guess
            public_url: https://viva.example.edu/page              | public_url must be blank or an address without a path
            public_url: https://viva.example.edu:443               | public_url must be blank or an address without a path
            replicas: 0                                            | replicas must be greater than or equal to 1
            mode: prod                                             | mode
            accepted_risks: {budget: ''}                           | needs a reason
            """)
    void refusesWrongValuesInEveryMode(String change, String words) {
        Assertions.assertThatThrownBy(() -> config(with(change)))
                .isInstanceOf(Exception.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void onePostgresqlOnThisMachineNeedsNoTls() throws Exception {
        String local = with("database: {url: 'jdbc:postgresql://127.0.0.1:5432/viva'}");
        String socket = with("database: {url: 'jdbc:postgresql:viva'}");

        assertThat(Production.refusals(config(local))).isEmpty();
        assertThat(Production.refusals(config(socket))).isEmpty();
    }

    @Test
    void oneReplicaNeedsNoSharedState() throws Exception {
        String alone = with("{replicas: 1, database: {url: ''}, redis: {address: ''}, access: {grant_key: ''}}");

        assertThat(Production.refusals(config(alone))).isEmpty();
    }

    @Test
    void anHttpsConnectorNeedsNoProxy() throws Exception {
        String own = with("{limits: {trust_proxy: {hops: 0}}, server: {applicationConnectors: [{type: https, port: 1,"
                + " keyStorePath: store.p12, keyStorePassword: of-this-test}]}}");

        assertThat(Production.refusals(config(own))).isEmpty();
    }

    @Test
    void aConnectorInClearTextBesideAnHttpsOneIsNotHidden() throws Exception {
        String both = """
                server: {applicationConnectors: [
                  {type: https, port: 1, keyStorePath: store.p12, keyStorePassword: of-this-test},
                  {type: http, port: 2, bindHost: %s}]}
                limits: {trust_proxy: {hops: %d}}
                """;

        assertThat(keys(with(both.formatted("0.0.0.0", 1)))).containsExactly("server.applicationConnectors");
        assertThat(keys(with(both.formatted("0.0.0.0", 0))))
                .as("a proxy before the one in clear text")
                .containsExactly("server.applicationConnectors", "limits.trust_proxy");
        assertThat(keys(with(both.formatted("127.0.0.1", 0)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {public_url: '', limits: {trust_proxy: {hops: 0}}} | public_url    | limits.trust_proxy
            {redis: {address: ''}}                             | redis.address | redis
            {database: {url: ''}}                              | database.url  | replicas
            {database: {url: ''}, redis: {address: ''}}        | replicas      | redis
            """)
    void anAcceptedRiskHidesNoOther(String change, String accepted, String refused) throws Exception {
        String reason = "accepted_risks: {" + accepted + ": the network is ours}";

        assertThat(keys(with(change, reason))).containsExactly(refused);
    }

    @Test
    void acceptsARiskWithItsReasonAndSaysSo() throws Exception {
        var config = config(with("{calls: {mode: direct}, accepted_risks: {calls.mode: a lesson about prompts}}"));

        assertThat(Production.refusals(config)).isEmpty();
        assertThat(config.findings())
                .extracting(Finding::toString)
                .containsExactly("accepted_risks.calls.mode: an unsafe setting is accepted: a lesson about prompts");
    }

    @Test
    void namesAnAcceptedRiskThatDoesNotExist() throws Exception {
        var config = config(with("accepted_risks: {calls.mode: a lesson about prompts}"));

        assertThat(config.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("has no effect"));
    }

    @Test
    void warnsOfAPublicServiceInDevelopment() throws Exception {
        String open = "server: {applicationConnectors: [{type: http, port: 1, bindHost: 0.0.0.0}]}";

        assertThat(config(open).findings()).extracting(Finding::key).containsExactly("mode");
    }

    @Test
    void theStartNamesEverythingThatItRefuses() throws Exception {
        try (var server =
                ServerProcess.launch(folder, ServerProcess.freePort(), Map.of("VIVA_MODE", "production"), List.of())) {
            assertThat(server.exit()).isNotZero();
            assertThat(server.output())
                    .contains("mode: production refuses these settings:")
                    .contains("public_url: ", "VIVA_PUBLIC_URL", "realtime.type: ", "OPENAI_API_KEY")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void startsWithoutAWarningOnASafeConfiguration() throws Exception {
        var environment = Map.of(
                "VIVA_MODE", "production",
                "VIVA_PUBLIC_URL", "https://viva.example.edu",
                "VIVA_TRUST_PROXY_HOPS", "1",
                "VIVA_GRANT_KEY", "A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f",
                "VIVA_STUDENTS", "code",
                "VIVA_CLASSES", "[{code: blue-heron-71, group: PT-2B, students: 30}]",
                "VIVA_BUDGET_MINUTES_PER_DAY", "600",
                "VIVA_REALTIME_TYPE", "openai",
                "OPENAI_API_KEY", "sk-of-a-test",
                "OPENAI_BASE_URL", "https://127.0.0.1:9");
        try (var server = ServerProcess.start(folder, environment)) {
            server.untilSaid("is ready");
            assertThat(server.output()).doesNotContain("WARN", "ERROR", "Warning");
        }
    }

    @Test
    void checkNamesWhatTheStartWouldRefuse() throws Exception {
        Path file = folder.resolve("unsafe.yml");
        Files.writeString(file, with("budget: {minutes_per_day: 0}"));
        try (var check =
                ServerProcess.launch(folder, ServerProcess.freePort(), Map.of(), List.of("check", file.toString()))) {
            assertThat(check.exit()).isNotZero();
            assertThat(check.output())
                    .contains("mode: production refuses these settings:", "  budget: ")
                    .doesNotContain("is valid", "\tat ");
        }
    }

    private static List<String> keys(String yaml) throws Exception {
        return Production.refusals(config(yaml)).stream().map(Finding::key).toList();
    }

    /** The safe configuration with some keys changed. */
    private static String with(String... changes) throws Exception {
        var safe = (ObjectNode) YAML.readTree(SAFE);
        for (String change : changes) {
            merge(safe, YAML.readTree(change));
        }
        return YAML.writeValueAsString(safe);
    }

    private static void merge(ObjectNode into, JsonNode change) {
        change.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode inner && into.get(entry.getKey()) instanceof ObjectNode outer) {
                merge(outer, inner);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static VivaConfiguration config(String yaml) throws Exception {
        var factory = new LayeredConfigurationFactory<>(
                VivaConfiguration.class,
                Configurations.validators().getValidator(),
                Jackson.newObjectMapper().registerModule(SimulatorFactory.module()),
                "production",
                Map.of(),
                (configuration, resolution) -> configuration.resolution = resolution);
        return factory.build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "given.yml");
    }
}
