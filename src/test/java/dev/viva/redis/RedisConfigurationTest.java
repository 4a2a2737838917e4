package dev.viva.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.configuration.Finding;
import dev.viva.problem.Secret;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.config.ReadMode;

class RedisConfigurationTest {
    @Test
    void isOffByDefault() throws Exception {
        var config = parse("{}");

        assertThat(config).isEqualTo(RedisConfiguration.NONE);
        assertThat(config.on()).isFalse();
        assertThat(config.timeout()).isEqualTo(Duration.milliseconds(250));
    }

    @Test
    void readsEachKey() throws Exception {
        var config = parse("""
                address: rediss://a:26379, rediss://b:26379
                mode: sentinel
                master_name: viva
                username: viva
                password: not to be seen
                timeout: 100ms
                """);

        assertThat(config)
                .isEqualTo(new RedisConfiguration(
                        "rediss://a:26379, rediss://b:26379",
                        RedisConfiguration.Mode.SENTINEL,
                        "viva",
                        "viva",
                        new Secret("not to be seen"),
                        Duration.milliseconds(100)));
        assertThat(config.toString()).doesNotContain("not to be seen");
        var sentinels = config.client().useSentinelServers();
        assertThat(sentinels.getSentinelAddresses()).containsExactly("rediss://a:26379", "rediss://b:26379");
        assertThat(sentinels.getReadMode()).as("a value just written").isEqualTo(ReadMode.MASTER);
        assertThat(sentinels.getTimeout()).isEqualTo(100);
        assertThat(sentinels.getRetryAttempts()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            address: localhost                       | address
            address: 'redis://user:secret@host:6379' | address
            address: 'redis://a:6379,redis://b:6379' | address
            address: 'redis://a b:6379'              | address must be blank or redis://host:port
            address: 'redis://[:6379'                | address must be blank or redis://host:port
            address: 'redis://[:::]:6379'            | address must be blank or redis://host:port
            address: 'redis://host:65536'            | address must be blank or redis://host:port
            mode: many                               | mode
            timeout: 1ms                             | timeout
            timeout: 1m                              | timeout
            """)
    void refusesAWrongValueByName(String yaml, String name) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://127.0.0.1:6379, true",
        "redis://localhost:6379, true",
        "redis://[::1]:6379, true",
        "redis://viva_redis:6379, false",
        "redis://[2001:db8::1]:6379, false"
    })
    void wantsTlsAndAPasswordOfAnotherMachine(String address, boolean safe) throws Exception {
        assertThat(parse("address: '" + address + "'").risks())
                .extracting(Finding::key)
                .isEqualTo(safe ? List.of() : List.of("redis.address", "redis.password"));
    }

    private static RedisConfiguration parse(String yaml) throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(
                        RedisConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw")
                .build((path) -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "redis.yml");
    }
}
