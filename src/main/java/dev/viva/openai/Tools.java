package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.CallRules.Tool;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Functions as a session lists them, and their output as the conversation takes it. */
final class Tools {
    /** The model decides whether it calls one. */
    private static final String CHOICE = "auto";

    private Tools() {}

    /** Sets a session's functions; none, so that none remain that someone else set. */
    static void set(ObjectNode session, List<Tool> tools) {
        ArrayNode array = session.putArray("tools");
        for (Tool tool : tools) {
            array.addObject()
                    .put("type", "function")
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .set("parameters", tool.parameters());
        }
        if (!tools.isEmpty()) {
            session.put("tool_choice", CHOICE);
        }
    }

    /** The functions that a session has in force; null if it does not say. */
    static @Nullable List<Tool> inForce(JsonNode session) {
        JsonNode tools = session.path("tools");
        if (tools.isMissingNode()) {
            return null;
        }
        boolean free = session.path("tool_choice").asText(CHOICE).equals(CHOICE);
        return free ? tools.valueStream().map(Tools::of).toList() : List.of();
    }

    private static Tool of(JsonNode tool) {
        // One of another type is none of ours, whatever its name.
        String name = tool.path("type").asText().equals("function")
                ? tool.path("name").asText()
                : "";
        return new Tool(name, tool.path("description").asText(""), tool.path("parameters"));
    }

    /** The message that asks for an item as it is now. */
    static String retrieval(String itemId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "conversation.item.retrieve")
                .put("item_id", itemId)
                .toString();
    }

    /** The messages that give the output of functions, by call id. */
    static Stream<String> outputs(Map<String, String> outputs) {
        return outputs.entrySet().stream().map(output -> {
            ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", "conversation.item.create");
            event.putObject("item")
                    .put("type", "function_call_output")
                    .put("call_id", output.getKey())
                    .put("output", output.getValue());
            return event.toString();
        });
    }
}
