package dev.viva;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.viva.configuration.Finding;
import dev.viva.configuration.LayeredConfigurationFactory;
import dev.viva.realtime.SimulatorFactory;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.jackson.Jackson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of {@code deploy/}, as compose gives it to a replica. */
class ShippedDeploymentTest {
    private static final Path DEPLOY = Path.of("deploy");
    private static final Predicate<String> PINNED =
            Pattern.compile("^[^@]+:[^@]+@sha256:[0-9a-f]{64}$").asPredicate();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?:(:[-?])([^}]*))?}");

    /** What an operator writes into .env for real students. */
    private static final Map<String, String> FILLED_IN = Map.of(
            "POSTGRES_PASSWORD", "a-password-of-this-test",
            "REDIS_PASSWORD", "another-password-of-this-test",
            "VIVA_GRANT_KEY", "A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f",
            "VIVA_MODE", "production",
            "VIVA_PUBLIC_URL", "https://viva.example.edu",
            "OPENAI_API_KEY", "sk-of-a-test",
            "VIVA_BUDGET_MINUTES_PER_DAY", "600",
            "VIVA_STUDENTS", "code",
            "VIVA_CLASSES", "[{code: blue-heron-71, group: PT-2B, students: 30}]");

    @Test
    void passesProductionModeOnceFilledIn() throws Exception {
        var config = config(FILLED_IN);

        assertThat(Production.refusals(config)).isEmpty();
        assertThat(config.findings())
                .extracting(Finding::key)
                .containsExactlyInAnyOrder(
                        "accepted_risks.server.adminConnectors",
                        "accepted_risks.database.url",
                        "accepted_risks.redis.address");
        assertThat(config.findings()).extracting(Finding::sentence).noneMatch(words -> words.contains("no effect"));
    }

    @Test
    void refusesToServeStudentsWithoutAnAddressABudgetAndAClass() throws Exception {
        var env = new HashMap<>(FILLED_IN);
        env.remove("VIVA_PUBLIC_URL");
        env.remove("VIVA_BUDGET_MINUTES_PER_DAY");
        env.remove("VIVA_STUDENTS");

        assertThat(Production.refusals(config(env)))
                .extracting(Finding::key)
                .containsExactlyInAnyOrder("public_url", "budget", "access.students");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging"})
    void theKubernetesManifestsPassProductionModeOnceFilledIn(String folder) throws Exception {
        Path base = DEPLOY.resolve("kubernetes").resolve(folder);
        var env = new HashMap<String, String>();
        for (String line : Files.readAllLines(base.resolve("secret.env.example"))) {
            String[] pair = line.split("=", 2);
            env.put(pair[0], pair[1].isEmpty() ? "A7h2kQ9xW4mZ8bN1vC5rT3yU6pL0sD2f" + pair[0] : pair[1]);
        }
        env.put("VIVA_CLASSES", FILLED_IN.get("VIVA_CLASSES"));
        env.putAll(Map.of("VIVA_BIND", "0.0.0.0", "VIVA_ADMIN_BIND", "0.0.0.0")); // as the image sets them
        var config = factory(env)
                .build(
                        new FileConfigurationSourceProvider(),
                        base.resolve("config.yml").toString());

        assertThat(Production.refusals(config)).isEmpty();
        assertThat(config.findings()).extracting(Finding::key).containsExactly("accepted_risks.server.adminConnectors");
    }

    @Test
    void kubernetesSetsNoVariableThatTheConfigurationReads() throws IOException {
        var yaml = new ObjectMapper(new YAMLFactory());
        for (String file : List.of("replicas.yaml", "backup.yaml", "restore.yaml")) {
            var documents = yaml.readerFor(JsonNode.class)
                    .<JsonNode>readValues(
                            DEPLOY.resolve("kubernetes/base").resolve(file).toFile())
                    .readAll();
            var pods = documents.stream()
                    .flatMap(document -> document.findParents("containers").stream())
                    .toList();
            assertThat(pods)
                    .as(file)
                    .hasSize(1)
                    .allMatch(pod -> !pod.path("enableServiceLinks").asBoolean(true));
        }
    }

    /** With the same name, compose would replace the replicas of production on that machine. */
    @Test
    void stagingIsAProjectOfItsOwn() throws IOException {
        var yaml = new ObjectMapper(new YAMLFactory());
        var staging = yaml.readTree(DEPLOY.resolve("compose.staging.yaml").toFile());
        var production = yaml.readTree(DEPLOY.resolve("compose.yaml").toFile());

        assertThat(staging.path("name").asText())
                .isNotEmpty()
                .isNotEqualTo(production.path("name").asText("deploy"));
    }

    @Test
    void theImagesOfTheDeploymentArePinned() throws IOException {
        var images = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("compose.yaml").toFile())
                .findValuesAsText("image");
        assertThat(images).filteredOn(image -> !image.equals("viva")).hasSize(6).allMatch(PINNED);
        assertThat(Files.readAllLines(Path.of("Dockerfile")))
                .filteredOn(line -> line.startsWith("FROM "))
                .hasSize(3)
                .allMatch(line -> PINNED.test(line.split(" ")[1]));
    }

    @Test
    void everyContainerHasABoundOfMemoryAndOfItsLog() throws IOException {
        var compose = new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("compose.yaml").toFile());
        assertThat(compose.path("x-viva").has("mem_limit")).isTrue();
        assertThat(compose.path("x-viva").has("logging")).isTrue();
        compose.path("services").properties().stream()
                .filter(service -> !service.getKey().startsWith("viva-"))
                .forEach(service -> assertThat(service.getValue().properties())
                        .as(service.getKey())
                        .extracting(Map.Entry::getKey)
                        .contains("mem_limit", "logging"));
    }

    @Test
    void everyVariableOfTheExampleIsUsed() throws IOException {
        String compose = Files.readString(DEPLOY.resolve("compose.yaml"));

        assertThat(Files.readAllLines(DEPLOY.resolve(".env.example")))
                .filteredOn(line -> line.matches("[A-Z_]+=.*"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(compose).contains("${" + line.substring(0, line.indexOf('='))));
    }

    private static VivaConfiguration config(Map<String, String> env) throws Exception {
        return factory(environment(env))
                .build(
                        new FileConfigurationSourceProvider(),
                        DEPLOY.resolve("config.yml").toString());
    }

    private static LayeredConfigurationFactory<VivaConfiguration> factory(Map<String, String> environment) {
        return new LayeredConfigurationFactory<>(
                VivaConfiguration.class,
                Configurations.validators().getValidator(),
                Jackson.newObjectMapper().registerModule(SimulatorFactory.module()),
                "deployment",
                environment,
                (configuration, resolution) -> configuration.resolution = resolution);
    }

    /** The environment of a replica. */
    private static Map<String, String> environment(Map<String, String> env) throws IOException {
        var variables = new HashMap<String, String>();
        new ObjectMapper(new YAMLFactory())
                .readTree(DEPLOY.resolve("compose.yaml").toFile())
                .path("x-viva")
                .path("environment")
                .properties()
                .forEach(entry ->
                        variables.put(entry.getKey(), resolved(entry.getValue().asText(), env)));
        assertThat(variables).hasSizeGreaterThan(10);
        return variables;
    }

    /** As compose replaces variables: {@code ${NAME:-default}} and {@code ${NAME:?error}}. */
    private static String resolved(String text, Map<String, String> env) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String otherwise = ":-".equals(found.group(2)) ? found.group(3) : "";
            return Matcher.quoteReplacement(env.getOrDefault(found.group(1), otherwise));
        });
    }
}
