package dev.viva.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges a given configuration over the built-in one. Objects merge; lists and scalars replace. Null changes nothing:
 * it is the value of a key whose members are all commented out.
 */
final class ConfigurationMerge {
    private static final String TYPE = "type";

    /** Objects whose {@code type} decides which keys exist, with the type that the built-in keys belong to. */
    private static final Map<String, String> BUILT_IN_TYPES =
            Map.of("server", "default", "server.requestLog", "classic", "logging", "default");

    /** Keys that only the default server has. All types have the others. */
    private static final Set<String> DEFAULT_SERVER_ONLY = Set.of("applicationConnectors", "adminConnectors");

    private ConfigurationMerge() {}

    /** Returns a new tree; the arguments stay unchanged. */
    static ObjectNode merge(ObjectNode builtIn, ObjectNode given) {
        ObjectNode merged = objects(builtIn, given, "");
        bindAsBuiltIn(builtIn, merged);
        return merged;
    }

    private static ObjectNode objects(ObjectNode builtIn, ObjectNode given, String key) {
        ObjectNode merged = builtIn.deepCopy();
        if (isOtherType(key, given)) {
            if (key.equals("server")) {
                merged.remove(DEFAULT_SERVER_ONLY);
            } else {
                merged.removeAll();
            }
        }
        given.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode object && merged.get(name) instanceof ObjectNode base) {
                merged.set(name, objects(base, object, key.isEmpty() ? name : key + "." + name));
            } else if (!value.isNull() || !merged.has(name)) {
                merged.set(name, value.deepCopy());
            }
        });
        return merged;
    }

    private static boolean isOtherType(String key, ObjectNode given) {
        String builtIn = BUILT_IN_TYPES.get(key);
        JsonNode type = given.get(TYPE);
        return builtIn != null
                && type != null
                && !type.isNull()
                && !type.asText().equals(builtIn);
    }

    /**
     * Given connectors replace the built-in ones. A connector without {@code bindHost} would listen on all addresses,
     * so it gets the built-in connector's.
     */
    private static void bindAsBuiltIn(ObjectNode builtIn, ObjectNode merged) {
        for (String list : List.of("applicationConnectors", "adminConnectors")) {
            JsonNode bindHost = builtIn.path("server").path(list).path(0).path("bindHost");
            merged.path("server").path(list).forEach(connector -> bind(connector, bindHost));
        }
        JsonNode bindHost =
                builtIn.path("server").path("applicationConnectors").path(0).path("bindHost");
        bind(merged.path("server").path("connector"), bindHost);
    }

    private static void bind(JsonNode connector, JsonNode bindHost) {
        if (connector instanceof ObjectNode object && !object.hasNonNull("bindHost") && bindHost.isTextual()) {
            object.set("bindHost", bindHost);
        }
    }
}
