package dev.viva.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.VivaConfiguration;
import dev.viva.realtime.SimulatorFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayeredConfigurationFactoryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing but a comment\n",
                "---\n",
                "{}",
                "database:\n#  url: x\nserver:\nlogging: ~\nlimits: null\n",
                "logging: {loggers: {}}",
                "access: {grant_key: null, faculty_key: }"
            })
    void emptyFileEqualsNoFile(String nothing) throws Exception {
        var environment = Map.of(
                "VIVA_DATABASE_URL", "jdbc:postgresql://db/viva",
                "VIVA_FACULTY_KEY", "a-key-of-the-environment-0123456789",
                "VIVA_PORT", "8306",
                "VIVA_LOG_LEVEL", "WARN");
        Resolution none = resolve(null, environment);

        assertThat(resolve(nothing, environment).tree()).isEqualTo(none.tree());
        assertThat(resolve(nothing, environment).unused()).isEmpty();
        assertThat(none.tree().at("/server/applicationConnectors/0/port").asText())
                .isEqualTo("8306");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limits: {max_buckets: 5000}                 | /limits/max_buckets               | 5000
            database: {queue: 16}                       | /database/queue                   | 16
            data_dir: elsewhere                         | /data_dir                         | elsewhere
            server: {maxThreads: 64}                    | /server/maxThreads                | 64
            logging: {level: WARN}                      | /logging/level                    | WARN
            logging: {loggers: {dev.viva: DEBUG}}       | /logging/loggers/dev.viva         | DEBUG
            realtime: {type: simulator}                 | /realtime/type                    | simulator
            cors: {allowed_origins: ['https://a.edu']}  | /cors/allowed_origins/0           | https://a.edu
            limits: {policies: {api: [{limit: 1, per: 1m, key: address}]}} | /limits/policies/api/0/limit | 1
            """)
    void fileWithOneKeyChangesOnlyThatKey(String yaml, String pointer, String value) throws Exception {
        Resolution one = resolve(yaml, Map.of());
        List<String> differences = differences(resolve(null, Map.of()).tree(), one.tree(), "");

        assertThat(one.tree().at(pointer).asText()).isEqualTo(value);
        assertThat(differences).allSatisfy(key -> assertThat(pointer).startsWith(key));
        assertThat(differences).hasSize(1);
    }

    @Test
    void exampleFileEqualsTheDefaults() throws Exception {
        String example = new String(
                Objects.requireNonNull(getClass().getResourceAsStream("/" + LayeredConfigurationFactory.BUILT_IN))
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        var environment = Map.of("VIVA_DATABASE_PASSWORD", "quotes \" ' and \\ backslashes: ${VIVA_PORT} # too");

        assertThat(resolve(example, environment).tree())
                .isEqualTo(resolve(null, environment).tree());
    }

    @Test
    void environmentValuesAreNotParsedAsYaml() throws Exception {
        String password = "p\"w: [a, 'b'] # \\n {x}\n${VIVA_PORT}";
        Resolution resolution = resolve(null, Map.of("VIVA_DATABASE_PASSWORD", password, "VIVA_VOICE", "null"));

        assertThat(resolution.tree().at("/database/password").asText()).isEqualTo(password);
        assertThat(resolution.tree().at("/realtime/voice").isTextual()).isTrue();
    }

    @Test
    void unquotedVariablesMayContainAListOrAMap() throws Exception {
        String yaml = "cors: {allowed_origins: ${ORIGINS}}\ndatabase: {password: '${PASSWORD}'}";
        Resolution resolution = resolve(yaml, Map.of("ORIGINS", "['https://a.edu']", "PASSWORD", "[no list"));

        assertThat(resolution.tree().at("/cors/allowed_origins/0").asText()).isEqualTo("https://a.edu");
        assertThat(resolution.tree().at("/database/password").asText()).isEqualTo("[no list");
    }

    @Test
    void emptyVariablesCountAsUnset() throws Exception {
        assertThat(resolve(null, Map.of("VIVA_PORT", "", "VIVA_TYPO", " ")).tree())
                .isEqualTo(resolve(null, Map.of()).tree());
    }

    @Test
    void refusesAVariableWithoutAValueOrDefaultByName() {
        assertThatThrownBy(() -> resolve("realtime: {api_key: '${MY_KEY}'} # ${NOT_THIS}", Map.of()))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("realtime.api_key: the environment variable MY_KEY is not set")
                .hasMessageNotContaining("NOT_THIS");
    }

    @Test
    void customConnectorsKeepTheBuiltInPorts() throws Exception {
        String yaml = """
                server:
                  applicationConnectors: [{type: http, port: 8306}, {type: http, port: 8308, bindHost: 10.0.0.1}]
                  adminConnectors: [{type: http, port: 8307}]
                """;
        Resolution resolution = resolve(yaml, Map.of("VIVA_BIND", "192.0.2.7"));
        JsonNode server = resolution.tree().path("server");

        assertThat(server.at("/applicationConnectors").findValuesAsText("bindHost"))
                .containsExactly("192.0.2.7", "10.0.0.1");
        assertThat(server.at("/adminConnectors").findValuesAsText("bindHost")).containsExactly("127.0.0.1");
        assertThat(server.path("requestLog").path("appenders")).isEmpty();
        assertThat(server.path("enableVirtualThreads").asBoolean()).isTrue();
        assertThat(resolution.unused()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: {type: simple, connector: {type: http, port: 0}}",
                "logging: {type: external}",
                "server: {requestLog: {type: external}}",
                "logging: {appenders: [{type: file, currentLogFilename: target/x.log, archive: false}]}",
                "server: {type: default, requestLog: {type: classic}}"
            })
    void changedTypeKeepsOnlyItsKnownKeys(String yaml) throws Exception {
        JsonNode tree = resolve(yaml, Map.of()).tree();

        assertThat(tree.at("/server/maxThreads").asInt()).isEqualTo(20_000);
        assertThat(tree.at("/server/connector/bindHost").asText("127.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    void resolvesAnchorsAndMergeKeys() throws Exception {
        String yaml = """
                limits:
                  policies:
                    voice-token: &strict [{limit: 3, per: 1m, key: address}]
                    api: *strict
                realtime:
                  timeouts: &short {connect: 2s}
                  resilience: {max_wait: 2s}
                encounter: &encounter {max_duration: 10m}
                """;
        JsonNode tree = resolve(yaml, Map.of()).tree();
        assertThat(tree.at("/limits/policies/api/0/limit").asInt()).isEqualTo(3);

        JsonNode merged = YamlTree.read("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {y: 4, <<: [*a]}");
        assertThat(merged.path("b")).hasToString("{\"x\":1,\"y\":3}");
        assertThat(merged.path("c")).hasToString("{\"y\":4,\"x\":1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a list'           | - a                                     | must be a map
            'a word'           | nothing                                 | must be a map
            'a key twice'      | 'database: {url: x, url: y}'            | gives the key url twice
            'a tag'            | 'data_dir: !!java.io.File [x]'          | not valid
            'a tag of its own' | 'data_dir: !secret x'                   | uses a tag
            'a cycle'          | 'a: &a [*a]'                            | nested too deeply
            'two documents'    | 'a: 1\\n---\\nb: 1'                   | not valid YAML
            'bad quoting'      | 'database: {password: "topsecret" "x"}' | line 1
            """)
    void refusesAnInvalidConfigurationInOneSentence(String what, String yaml, String words) {
        assertThatThrownBy(() -> resolve(yaml.replace("\\n", "\n"), Map.of()))
                .as(what)
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("given.yml")
                .hasMessageContaining(words)
                .hasMessageNotContaining("topsecret");
    }

    @Test
    void namesVariablesWithoutEffect() throws Exception {
        String yaml = "database: {url: 'jdbc:sqlite:own.db', user: '${DB_USER:-}'}";
        var environment = Map.of(
                "VIVA_DATABASE_URL", "jdbc:postgresql://secret-host/viva",
                "VIVA_DATABSE_USER", "viva",
                "VIVA_DATA_DIR", "data",
                "VIVA_JAVA", "/jdk",
                "OPENAI_ORG_ID", "org",
                "HOME", "/root");

        assertThat(resolve(yaml, environment).unused())
                .extracting(Finding::toString)
                .satisfiesExactly(
                        org -> assertThat(org).startsWith("OPENAI_ORG_ID: is set but has no effect: no key"),
                        url -> assertThat(url)
                                .startsWith("VIVA_DATABASE_URL: is set but has no effect, because given.yml")
                                .contains("database.url")
                                .doesNotContain("secret-host"),
                        user -> assertThat(user).endsWith("Did you mean VIVA_DATABASE_USER?"));
    }

    @Test
    void systemPropertyOverridesAValueAndItsVariable() throws Exception {
        System.setProperty("layered.database.queue", "99");
        System.setProperty("layered.server.applicationConnectors[0].port", "0");
        try {
            Resolution resolution = resolve("database: {queue: 50}", Map.of("VIVA_PORT", "8306"));

            assertThat(resolution.tree().at("/database/queue").asInt()).isEqualTo(99);
            assertThat(resolution.origins()).containsEntry("database.queue", "-Dlayered.database.queue");
            assertThat(resolution.unused()).extracting(Finding::key).containsExactly("VIVA_PORT");
        } finally {
            System.clearProperty("layered.database.queue");
            System.clearProperty("layered.server.applicationConnectors[0].port");
        }
    }

    @Test
    void knowsTheSourceOfEachValue() throws Exception {
        Resolution resolution = resolve("database: {queue: 50}", Map.of("VIVA_DATA_DIR", "/var/lib/viva"));

        assertThat(resolution.origins())
                .containsOnly(Map.entry("database.queue", "given.yml"), Map.entry("data_dir", "VIVA_DATA_DIR"));
    }

    private static List<String> differences(JsonNode left, JsonNode right, String pointer) {
        if (left instanceof ObjectNode && right instanceof ObjectNode) {
            var keys = new TreeSet<String>();
            left.fieldNames().forEachRemaining(keys::add);
            right.fieldNames().forEachRemaining(keys::add);
            return keys.stream()
                    .flatMap(key -> differences(left.path(key), right.path(key), pointer + "/" + key).stream())
                    .toList();
        }
        return left.equals(right) ? List.of() : List.of(pointer);
    }

    /** @param yaml null for no file */
    private static Resolution resolve(@Nullable String yaml, Map<String, String> environment) throws Exception {
        var mapper = Jackson.newObjectMapper()
                .registerModule(SimulatorFactory.module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        var resolutions = new ArrayList<Resolution>();
        var factory = new LayeredConfigurationFactory<>(
                VivaConfiguration.class,
                Validators.newValidator(),
                mapper,
                "layered",
                environment,
                (configuration, resolution) -> resolutions.add(resolution));
        if (yaml == null) {
            factory.build();
        } else {
            factory.build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "given.yml");
        }
        return resolutions.getFirst();
    }
}
