package dev.viva.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What a configuration came to.
 *
 * @param tree all keys with the values in force, secrets included: never log or print it as it is
 * @param origins by the key of each value that is not the built-in one, where it is from, in words
 * @param unused the environment variables that are set and have no effect
 */
public record Resolution(ObjectNode tree, Map<String, String> origins, List<Finding> unused) {}
