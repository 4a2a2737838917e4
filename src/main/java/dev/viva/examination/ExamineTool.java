package dev.viva.examination;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.CallRules.Tool;

/**
 * The description of the function {@code examine} for the model. It names the tests of the catalogues and nothing of a
 * case: a student's browser can read it.
 */
final class ExamineTool {
    static final String NAME = "examine";
    /** For a test that no catalogue has. */
    static final String OTHER = "other";

    private static final String DESCRIPTION = """
            The student tests, measures, touches, listens to or looks at a part of your body, or asks you to move. Call \
            this for each test once the student has named or described it, before you say anything about it. Then say \
            only what the output gives under "say", as it stands, in your language, and nothing about what is seen or \
            measured.""";

    private ExamineTool() {}

    static Tool of(Tests tests) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode ids = property(properties, "test", "The test; \"other\" if it is none of these")
                .putArray("enum");
        tests.byId().keySet().forEach(ids::add);
        ids.add(OTHER);
        property(properties, "said", "The test in the student's own words");
        property(properties, "side", "Your left or right, only if the student has said it")
                .putArray("enum")
                .add("left")
                .add("right");
        properties
                .putObject("consent")
                .put("type", "boolean")
                .put("description", "Whether the student explained this test and you agreed to it");
        schema.putArray("required").add("test").add("said").add("consent");
        schema.put("additionalProperties", false);
        return new Tool(NAME, DESCRIPTION.strip(), schema);
    }

    private static ObjectNode property(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }
}
