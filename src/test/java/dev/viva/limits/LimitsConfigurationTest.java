package dev.viva.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.viva.address.ForwardingHeader;
import dev.viva.address.Network;
import dev.viva.address.TrustProxy;
import dev.viva.contract.Contract;
import dev.viva.contract.RateLimit;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsConfigurationTest {
    private static final Limit PER_ADDRESS = new Limit(120, Duration.minutes(1), LimitKey.ADDRESS);

    @Test
    void hasDefaults() throws Exception {
        LimitsConfiguration limits = parse("{}");
        assertThat(limits).isEqualTo(LimitsConfiguration.defaults());
        assertThat(limits.trustProxy()).isEqualTo(new TrustProxy(0, List.of(), ForwardingHeader.X_FORWARDED_FOR));
        assertThat(limits.addressMultiplier()).isEmpty();
        assertThat(limits.maxBuckets()).isEqualTo(100_000);
        assertThat(limits.studentsPerAddress()).isEqualTo(1);
        assertThat(limits.streams()).isEqualTo(new StreamLimits(6, 400, 0));
        assertThat(limits.policies())
                .containsEntry("session-creation", List.of(new Limit(10, Duration.minutes(5), LimitKey.ADDRESS)))
                .containsEntry(
                        "voice-token",
                        List.of(
                                new Limit(20, Duration.minutes(15), LimitKey.ADDRESS),
                                new Limit(20, Duration.minutes(15), LimitKey.SESSION)))
                .containsEntry(
                        "transcript-relay", List.of(PER_ADDRESS, new Limit(120, Duration.minutes(1), LimitKey.SESSION)))
                .containsEntry("partial-lines", List.of(new Limit(240, Duration.minutes(1), LimitKey.SESSION)))
                .containsEntry(
                        "api",
                        List.of(
                                new Limit(600, Duration.minutes(1), LimitKey.ADDRESS),
                                new Limit(600, Duration.minutes(1), LimitKey.SESSION)));
    }

    @Test
    void hasThePoliciesOfTheContractAndThatOfWrongCredentials() {
        var declared = Contract.load().rateLimits().values().stream()
                .flatMap(limit -> Stream.concat(
                        Stream.of(limit.policy()),
                        Optional.ofNullable(limit.instead()).map(RateLimit.Instead::policy).stream()));
        assertThat(LimitsConfiguration.defaults().policies().keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of("wrong-credential"), declared)
                        .distinct()
                        .toList());
    }

    @Test
    void configuredPolicyReplacesOnlyItsDefault() throws Exception {
        LimitsConfiguration limits = parse("policies: {api: [{limit: 5, per: 10s, key: session}]}");
        assertThat(limits.policies().get("api")).containsExactly(new Limit(5, Duration.seconds(10), LimitKey.SESSION));
        assertThat(limits.policies().get("voice-token")).hasSize(2);
    }

    @Test
    void readsEveryKey() throws Exception {
        LimitsConfiguration limits = parse("""
                trust_proxy: {cidrs: [10.0.0.0/8, '2001:db8::/32'], header: forwarded}
                address_multiplier: [{network: 192.0.2.0/24, factor: 60}]
                students_per_address: 30
                streams: {per_session: 3, per_address: 40, total: 500}
                max_buckets: 5000
                policies:
                  api: [{limit: 1, per: 1 minute, key: user}, {limit: 9, per: 1 day, key: address}]
                """);
        assertThat(limits.trustProxy().header()).isEqualTo(ForwardingHeader.FORWARDED);
        assertThat(limits.trustProxy().cidrs().getLast().contains(InetAddress.ofLiteral("2001:db8:9::1")))
                .isTrue();
        assertThat(limits.addressMultiplier())
                .containsExactly(new AddressMultiplier(Network.parse("192.0.2.0/24"), 60));
        assertThat(limits.studentsPerAddress()).isEqualTo(30);
        assertThat(limits.streams()).isEqualTo(new StreamLimits(3, 40, 500));
        assertThat(limits.maxBuckets()).isEqualTo(5_000);
        assertThat(parse("trust_proxy: {hops: 2}").trustProxy().hops()).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            trust_proxy: {hops: 1, cidrs: [10.0.0.0/8]}                     | trustProxy
            trust_proxy: {hops: -1}                                         | hops
            trust_proxy: {cidrs: [10.0.0.0/33]}                             | cidrs
            trust_proxy: {cidrs: [proxy.example]}                           | cidrs
            address_multiplier: [{network: 192.0.2.0/24, factor: 0}]        | factor
            address_multiplier: [{network: nowhere, factor: 2}]             | network
            address_multiplier: [{factor: 2}]                               | network
            address_multiplier: [{network: '2001:db8::/96', factor: 2}]     | addressMultiplier
            policies: {everything: [{limit: 1, per: 1s, key: address}]}     | everything
            policies: {api: []}                                             | api
            policies: {api: [{limit: 0, per: 1s, key: address}]}            | limit
            policies: {api: [{limit: 1, per: 1ms, key: address}]}           | per
            policies: {api: [{limit: 1, per: 2d, key: address}]}            | per
            policies: {api: [{limit: 1, key: address}]}                     | per
            policies: {api: [{limit: 1, per: 1s}]}                          | key
            policies: {api: [{limit: 1, per: 1s, key: moon}]}               | key
            students_per_address: 10001                                     | studentsPerAddress
            streams: {per_session: -1}                                      | perSession
            streams: {per_address: -1}                                      | perAddress
            streams: {total: -1}                                            | total
            max_buckets: 10                                                 | maxBuckets
            max_bukkets: 10000                                              | max_bukkets
            """)
    void refusesABadValueByKey(String yaml, String key) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest(name = "{0} threads and {1} free handles: {2} streams")
    @CsvSource({"20000, 9223372036854775807, 15000", "64, 1000000, 48", "20000, 160, 80", "1, 1, 1"})
    void keepsSlotsForRequestsBesideStreams(int threads, long handles, int streams) {
        assertThat(StreamLimits.DEFAULTS.total(threads, handles)).isEqualTo(streams);
        assertThat(new StreamLimits(0, 0, 7).total(threads, handles)).isEqualTo(7);
    }

    @Test
    void smallestNetworkDecidesHowManyClientsShareAnAddress() throws Exception {
        var factors = AddressFactors.of(parse("""
                students_per_address: 30
                address_multiplier: [{network: 192.0.2.0/24, factor: 60}, {network: 192.0.0.0/16, factor: 2}]
                """));
        assertThat(factors.of(InetAddress.ofLiteral("192.0.2.9"))).isEqualTo(60);
        assertThat(factors.of(InetAddress.ofLiteral("192.0.3.9"))).isEqualTo(2);
        assertThat(factors.of(InetAddress.ofLiteral("198.51.100.9"))).isEqualTo(30);
    }

    private static LimitsConfiguration parse(String yaml) throws IOException, ConfigurationException {
        var mapper = Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        var factory =
                new YamlConfigurationFactory<>(LimitsConfiguration.class, Validators.newValidator(), mapper, "dw");
        return factory.build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "limits.yml");
    }
}
