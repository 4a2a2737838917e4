package dev.viva.configuration;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import jakarta.validation.Validator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Builds a configuration from a file merged over the built-in one, which is the only source of defaults: a file with
 * one key changes only that key. Then environment variables are filled in, and system properties ({@code
 * -Ddw.database.url=…}) replace single values.
 */
public final class LayeredConfigurationFactory<T> extends YamlConfigurationFactory<T> {
    /** The name of the built-in configuration, also in messages. */
    public static final String BUILT_IN = "config.yml.example";

    private final Map<String, String> environment;
    private final String propertyPrefix;
    private final BiConsumer<T, Resolution> resolved;

    /**
     * @param environment the process's variables
     * @param resolved called with the built configuration and how it was resolved
     */
    public LayeredConfigurationFactory(
            Class<T> type,
            Validator validator,
            ObjectMapper mapper,
            String propertyPrefix,
            Map<String, String> environment,
            BiConsumer<T, Resolution> resolved) {
        super(
                type,
                validator,
                hasProperties(propertyPrefix + ".") ? mapper : new UndescribedTypes(mapper),
                propertyPrefix);
        this.environment = environment;
        this.propertyPrefix = propertyPrefix + ".";
        this.resolved = resolved;
    }

    /**
     * Describes no type. Dropwizard asks for the type of each key, and so for serializers that nobody uses, although the
     * answer only matters to a system property that replaces a list. Without properties that was a tenth of a start.
     */
    private static final class UndescribedTypes extends ObjectMapper {
        private static final long serialVersionUID = 1L;

        private UndescribedTypes(ObjectMapper mapper) {
            super(mapper);
        }

        @Override
        public void acceptJsonFormatVisitor(JavaType type, JsonFormatVisitorWrapper visitor) {
            // nothing is said
        }
    }

    private static boolean hasProperties(String prefix) {
        return System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Builds from the built-in configuration and the environment only. */
    @Override
    public T build() throws IOException, ConfigurationException {
        return build("", BUILT_IN);
    }

    @Override
    public T build(ConfigurationSourceProvider source, String path) throws IOException, ConfigurationException {
        if (path.equals(BUILT_IN)) {
            return build();
        }
        try (InputStream in = source.open(path)) {
            return build(new String(in.readAllBytes(), StandardCharsets.UTF_8), path);
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new ConfigurationProblem(path, "the file does not exist or cannot be read.");
        }
    }

    private T build(String given, String path) throws IOException, ConfigurationException {
        var variables = new EnvironmentVariables(environment);
        ObjectNode base = read(variables, builtIn(), BUILT_IN);
        ObjectNode own = read(variables, given, path);
        ObjectNode tree = variables.fill(ConfigurationMerge.merge(base, own));
        if (!variables.errors().isEmpty()) {
            throw new ConfigurationProblem(path, variables.errors());
        }
        T configuration = build(tree, path);
        Map<String, String> origins = origins(own, variables, path);
        resolved.accept(configuration, new Resolution(tree, origins, unused(variables, path)));
        return configuration;
    }

    private static ObjectNode read(EnvironmentVariables variables, String text, String path)
            throws ConfigurationProblem {
        try {
            JsonNode tree = YamlTree.read(variables.mark(text));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigurationProblem(path, "the file must be a map of keys, as " + BUILT_IN + " is.");
        } catch (YamlTree.InvalidYamlException e) {
            throw new ConfigurationProblem(path, "the file " + e.getMessage() + ".");
        }
    }

    private static String builtIn() throws IOException {
        try (InputStream in = LayeredConfigurationFactory.class.getResourceAsStream("/" + BUILT_IN)) {
            if (in == null) {
                throw new FileNotFoundException(BUILT_IN + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Finding> unused(EnvironmentVariables variables, String path) throws IOException, ConfigurationProblem {
        Set<String> used = new HashSet<>();
        variables.keysByName().forEach((name, keys) -> {
            if (!keys.stream().allMatch(key -> System.getProperty(propertyPrefix + key) != null)) {
                used.add(name);
            }
        });
        return UnusedVariables.find(environment, used, known(), path);
    }

    /** The keys that each variable would set if nothing else set them. */
    private static Map<String, List<String>> known() throws IOException, ConfigurationProblem {
        Map<String, String> all = new TreeMap<>();
        EnvironmentVariables.names(builtIn()).forEach(name -> all.put(name, "set"));
        var variables = new EnvironmentVariables(all);
        variables.fill(read(variables, builtIn(), BUILT_IN));
        return variables.keysByName();
    }

    private Map<String, String> origins(ObjectNode given, EnvironmentVariables variables, String path) {
        Map<String, String> origins = new TreeMap<>();
        keys(given, "", origins, path);
        variables.keysByName().forEach((name, keys) -> keys.forEach(key -> origins.put(key, name)));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(propertyPrefix))
                .forEach(name -> origins.put(name.substring(propertyPrefix.length()), "-D" + name));
        return origins;
    }

    private static void keys(JsonNode node, String key, Map<String, String> origins, String origin) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> keys(
                            entry.getValue(),
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                            origins,
                            origin));
        } else if (!node.isNull()) {
            origins.put(key, origin);
        }
    }
}
