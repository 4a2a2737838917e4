package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.configuration.Finding;
import dev.viva.configuration.LayeredConfigurationFactory;
import dev.viva.problem.Secret;
import dev.viva.realtime.SimulatorFactory;
import io.dropwizard.jackson.Jackson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The warnings of {@code check} and of the start. */
class FindingsTest {
    private static final String PAID = "realtime: {api_key: sk-of-a-test}\nbudget: {minutes_per_day: 600}\n";

    @Test
    void defaultsHaveNoFindings() throws Exception {
        assertThat(findings("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            simulator: {key: 1}                                                    | simulator.key
            simulator: {key: 'abcabcabcabcabcabcabcabc'}                           | simulator.key
            cors: {allowed_origins: ['http://page.example']}                       | cors.allowed_origins
            limits: {trust_proxy: {cidrs: [0.0.0.0/0]}}                            | limits.trust_proxy.cidrs
            limits: {trust_proxy: {cidrs: ['10.0.0.0/8', '::/0']}}                 | limits.trust_proxy.cidrs
            limits: {trust_proxy: {cidrs: [0.0.0.0/1, 128.0.0.0/1]}}               | limits.trust_proxy.cidrs
            limits: {address_multiplier: [{network: 0.0.0.0/0, factor: 60}]}       | limits.address_multiplier
            encounter: {late_finals: 7s}                                           | encounter.late_finals
            server: {adminConnectors: [{type: http, port: 1, bindHost: 0.0.0.0}]}  | server.adminConnectors
            server: {adminConnectors: [{type: http, port: 1, bindHost: '::'}]}     | server.adminConnectors
            server: {type: simple, connector: {type: http, port: 1}}               | server.type
            access: {oidc: {issuer: 'https://id.edu', audience: a, client_id: a}}  | access.oidc.audience
            server: {enableThreadNameFilter: true}                                 | server.enableThreadNameFilter
            server: {requestLog: {appenders: [{type: console}]}}                   | server.requestLog
            access: {classes: [{code: blue-heron-71, group: A, students: 90}]}     | connections.per_address
            limits: {students_per_address: 90}                                     | connections.per_address
            limits: {address_multiplier: [{network: 192.0.2.0/24, factor: 200}]}   | connections.per_address
            {limits: {streams: {per_address: 50}}, access: {classes: [{code: 12345678, group: A}]}} | limits.streams.per_address
            {limits: {streams: {total: 159}}, access: {classes: [{code: 12345678, group: A}]}} | limits.streams.total
            limits: {students_per_address: 80, streams: {total: 159, per_session: 200}} | limits.streams.total
            """)
    void namesTheUnsafeKey(String yaml, String key) throws Exception {
        assertThat(findings(yaml)).extracting(Finding::key).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simulator: {key: Zm9vYmFyYmF6cXV4MTIz}",
                "cors: {allowed_origins: ['http://localhost:5173', 'http://127.0.0.1:3000', 'http://[::1]:1', 'https://a.edu']}",
                "limits: {trust_proxy: {cidrs: [10.0.0.0/8]}, address_multiplier: [{network: 192.0.2.0/24, factor: 60}]}",
                "server: {adminConnectors: [{type: http, port: 1, bindHost: '::1'}]}",
                "encounter: {late_finals: 8s}",
                "access: {classes: [{code: blue-heron-71, group: A, students: 85}]}",
                "access: {classes: [{code: blue-heron-71, group: A, students: 90}]}\nconnections: {per_address: 540}",
                "access: {classes: [{code: blue-heron-71, group: A, students: 90}]}\nconnections: {per_address: 0}",
                "access: {classes: [{code: blue-heron-71, group: A, students: 90}]}\nlimits: {trust_proxy: {hops: 1}}",
                "access: {classes: [{code: blue-heron-71, group: A, students: 300}]}\nconnections: {per_address: 1800}\n"
                        + "limits: {address_multiplier: [{network: 192.0.2.0/24, factor: 60}]}",
                "access: {classes: [{code: blue-heron-71, group: A}]}\nlimits: {streams: {total: 160}}",
                "access: {classes: [{code: blue-heron-71, group: A}]}\nlimits: {streams: {total: 90, per_session: 80}}",
                "limits: {students_per_address: 80, streams: {total: 160, per_address: 2}}",
                "encounter: {late_finals: 0s}\ncalls: {mode: direct}",
                "access: {oidc: {issuer: 'https://id.edu', audience: a, client_id: b}}",
                PAID + "simulator: {key: 1}",
                PAID
            })
    void safeConfigurationHasNoFindings(String yaml) throws Exception {
        assertThat(findings(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://gateway.example/v1, true",
        "http://10.0.0.7, true",
        "http://localhost:9999, false",
        "http://127.0.0.1:9999/v1, false",
        "https://gateway.example, false"
    })
    void warnsOfAnUnencryptedRemoteProvider(String url, boolean unsafe) throws Exception {
        String yaml = PAID.replace("api_key:", "base_url: '" + url + "', api_key:");

        assertThat(findings(yaml).stream().anyMatch(finding -> finding.key().equals("realtime.base_url")))
                .isEqualTo(unsafe);
    }

    @Test
    void warnsOfPaidCallsWithoutABudget() throws Exception {
        assertThat(findings("realtime: {api_key: sk-of-a-test}"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.shownInHealth()).isTrue())
                .satisfies(finding -> assertThat(finding.sentence()).contains("VIVA_BUDGET_MINUTES_PER_DAY"));
    }

    @Test
    void saysHowManyConnectionsTheLargestClassNeeds() throws Exception {
        String classes =
                "access: {classes: [{code: blue-heron-71, group: A, students: 300}, {code: red-fox-58, group: B}]}";

        assertThat(findings(classes))
                .extracting(Finding::toString)
                .satisfiesExactly(
                        connections -> assertThat(connections)
                                .startsWith("connections.per_address: ")
                                .contains("1800"),
                        streams -> assertThat(streams)
                                .startsWith("limits.streams.per_address: ")
                                .contains("600"))
                .asString()
                .doesNotContain("blue-heron-71");
    }

    @Test
    void saysHowManyStreamsTheLargestClassNeeds() throws Exception {
        String yaml = "limits: {students_per_address: 80, streams: {per_address: 1, total: 100}}";

        assertThat(findings(yaml))
                .extracting(Finding::toString)
                .satisfiesExactly(
                        perAddress -> assertThat(perAddress)
                                .startsWith("limits.streams.per_address: ")
                                .contains("Set it to 2 or more."), // the factor multiplies it
                        total -> assertThat(total)
                                .startsWith("limits.streams.total: ")
                                .contains("Set it to 160 or more."));
    }

    @Test
    void noFindingContainsASecret() throws Exception {
        assertThat(findings("simulator: {key: hush}").toString()).doesNotContain("hush");
        assertThat(new Secret("hush")).hasToString("[secret]");
    }

    private static List<Finding> findings(String yaml) throws Exception {
        var factory = new LayeredConfigurationFactory<>(
                VivaConfiguration.class,
                Configurations.validators().getValidator(),
                Jackson.newObjectMapper().registerModule(SimulatorFactory.module()),
                "findings",
                Map.of(),
                (configuration, resolution) -> configuration.resolution = resolution);
        return factory.build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "given.yml")
                .findings();
    }
}
