package dev.viva.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * How a configuration was resolved.
 *
 * @param tree all keys with their effective values, secrets included: never log or print it directly
 * @param origins where each value that is not built in is from, by key
 * @param unused the environment variables that are set but have no effect
 */
public record Resolution(ObjectNode tree, Map<String, String> origins, List<Finding> unused) {}
