package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Secret;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.Duration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseConfigurationTest {
    @Test
    void defaultsToASqliteFile() throws Exception {
        var config = parse("{}");

        assertThat(config).isEqualTo(DatabaseConfiguration.defaults());
        assertThat(config.jdbcUrl(Path.of("data"))).isEqualTo("jdbc:sqlite:data/viva.db");
        assertThat(config.postgresql()).isFalse();
        assertThat(config.statementTimeout()).isEqualTo(Duration.seconds(5));
    }

    @Test
    void readsEachKey() throws Exception {
        var config = parse("""
                url: jdbc:postgresql://db.example:5432/viva?sslmode=require
                user: viva
                password: not to be seen
                max_connections: 8
                queue: 100
                batch: 10
                commit_timeout: 2s
                connect_timeout: 1s
                statement_timeout: 3s
                """);

        assertThat(config)
                .isEqualTo(new DatabaseConfiguration(
                        "jdbc:postgresql://db.example:5432/viva?sslmode=require",
                        "viva",
                        new Secret("not to be seen"),
                        8,
                        100,
                        10,
                        Duration.seconds(2),
                        Duration.seconds(1),
                        Duration.seconds(3)));
        assertThat(config.postgresql()).isTrue();
        assertThat(config.place(Path.of("data"))).isEqualTo("postgresql://db.example:5432/viva");
        assertThat(config.toString()).doesNotContain("not to be seen");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url: 'jdbc:oracle:x'                                  | jdbc:postgresql:
            url: 'jdbc:postgresql://h/d?user=viva&password=x'     | url must not contain the password
            max_connections: 0                                    | max
            queue: 1                                              | queue
            batch: 0                                              | batch
            commit_timeout: 1ms                                   | commit
            connect_timeout: 1m                                   | connect
            statement_timeout: 0s                                 | statement
            """)
    void refusesAWrongValueByName(String yaml, String name) {
        assertThatThrownBy(() -> parse(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name);
    }

    private static DatabaseConfiguration parse(String yaml) throws IOException, ConfigurationException {
        return new YamlConfigurationFactory<>(
                        DatabaseConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "dw")
                .build((path) -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "database.yml");
    }
}
