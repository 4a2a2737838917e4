package dev.viva.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import java.util.Objects;

/**
 * How a document breaks its schema, as data.
 *
 * @param pointer where in the document
 * @param keyword the keyword of the schema that is broken, such as {@code maxLength}
 * @param property the member that is missing or unknown; empty for other keywords
 * @param demanded the value of the keyword in the schema
 * @param found the value in the document
 */
public record Violation(String pointer, String keyword, String property, JsonNode demanded, JsonNode found) {
    static Violation of(Error error) {
        return new Violation(
                error.getInstanceLocation().toString(),
                error.getKeyword(),
                Objects.requireNonNullElse(error.getProperty(), ""),
                Objects.requireNonNullElse(error.getSchemaNode(), MissingNode.getInstance()),
                Objects.requireNonNullElse(error.getInstanceNode(), MissingNode.getInstance()));
    }
}
