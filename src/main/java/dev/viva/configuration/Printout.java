package dev.viva.configuration;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.problem.Secret;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Prints the effective configuration: a row per key, with the origin of its value. Secrets are hidden. */
public final class Printout {
    private static final String HIDDEN = "[secret]";

    /** Secret keys of Dropwizard's own parts, where they have no type of their own. */
    private static final Pattern SECRET_KEY =
            Pattern.compile(".*(password|passphrase|secret|token|credentials?|api_?key)", Pattern.CASE_INSENSITIVE);

    /** User and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s\"@]+(?=@)");

    private final Set<String> secrets = new HashSet<>();
    private final Map<String, String> origins;
    private final List<String> lines = new ArrayList<>();

    private Printout(Map<String, String> origins) {
        this.origins = origins;
    }

    /** @param type the class of the configuration; its keys of type {@link Secret} are hidden */
    public static List<String> of(Resolution resolution, Class<?> type, ObjectMapper mapper) {
        var printout = new Printout(resolution.origins());
        printout.secretsOf(mapper, mapper.constructType(type), "");
        printout.print(resolution.tree(), "");
        return printout.lines;
    }

    /** Members of a list have the list's key: {@code access.classes.code}. */
    private void secretsOf(ObjectMapper mapper, JavaType type, String key) {
        BeanDescription bean = mapper.getDeserializationConfig().introspect(type);
        bean.findProperties().forEach(property -> {
            String name = key.isEmpty() ? property.getName() : key + "." + property.getName();
            JavaType declared = property.getPrimaryType();
            JavaType of = bound(mapper, declared.isCollectionLikeType() ? declared.getContentType() : declared);
            if (of.hasRawClass(Secret.class)) {
                secrets.add(name);
            } else if (of.getRawClass().isRecord()) {
                secretsOf(mapper, of, name);
            }
        });
    }

    /** The class that Jackson creates for this type: an interface may be mapped to a record. */
    private static JavaType bound(ObjectMapper mapper, JavaType type) {
        try {
            return mapper.getDeserializationContext()
                    .getFactory()
                    .mapAbstractType(mapper.getDeserializationConfig(), type);
        } catch (JsonMappingException e) {
            throw new IllegalStateException("no class is mapped to " + type, e);
        }
    }

    private void print(JsonNode node, String key) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            object.properties()
                    .forEach(entry ->
                            print(entry.getValue(), key.isEmpty() ? entry.getKey() : key + "." + entry.getKey()));
            return;
        }
        boolean given =
                node.isContainerNode() ? !node.isEmpty() : !node.asText().isBlank();
        String value = secrets.contains(key) && given ? HIDDEN : shown(node, key);
        String line = key + ": " + USER_INFO.matcher(value).replaceAll(HIDDEN);
        String origin = origin(key);
        lines.add(origin.isEmpty() ? line.stripTrailing() : line + "   # " + origin);
    }

    private String shown(JsonNode node, String key) {
        if (node.isContainerNode()) {
            return hidden(node.deepCopy(), key).toString();
        }
        String text = node.asText().replaceAll("\\p{Cntrl}", "?");
        return SECRET_KEY.matcher(key).matches() && !text.isBlank() ? HIDDEN : text;
    }

    /** Hides secrets within lists, such as the key store password of a connector, or class codes. */
    private JsonNode hidden(JsonNode node, String key) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                String name = key + "." + entry.getKey();
                boolean secret = secrets.contains(name)
                        || SECRET_KEY.matcher(entry.getKey()).matches();
                if (entry.getValue().isValueNode() && secret) {
                    object.put(entry.getKey(), HIDDEN);
                } else {
                    hidden(entry.getValue(), name);
                }
            });
        } else {
            node.forEach(member -> hidden(member, key));
        }
        return node;
    }

    /** Where a value is from; for a list, also where its members are from. */
    private String origin(String key) {
        return String.join(
                ", ",
                origins.entrySet().stream()
                        .filter(entry -> entry.getKey().equals(key)
                                || entry.getKey().startsWith(key + "[")
                                || entry.getKey().startsWith(key + "."))
                        .map(Map.Entry::getValue)
                        .distinct()
                        .toList());
    }
}
