package dev.viva.patient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Brings a case that was frozen before cases had a version to the present model, in memory. It adds no fact: what the
 * earlier model did not have is told as unknown, or is empty.
 */
final class EarlierCase {
    private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern EDGES = Pattern.compile("^-|-$");
    private static final int MAX_ID = 64;
    private static final String ELSEWHERE = "Nothing beyond what I tell you when you ask.";

    private EarlierCase() {}

    /** The frozen pair in the present model; a pair of the present model as it is. */
    static JsonNode migrated(JsonNode pair) {
        if (!(pair instanceof ObjectNode migrated) || pair.path("scenario").has("version")) {
            return pair;
        }
        persona((ObjectNode) migrated.path("persona"));
        scenario((ObjectNode) migrated.path("scenario"));
        if (migrated.path("role") instanceof ObjectNode role) {
            role(role);
        }
        return migrated;
    }

    private static void persona(ObjectNode persona) {
        persona.put("birthday", "01-01")
                .put("address", "I'd rather give that at the desk.")
                .put("next_of_kin", "I'd rather give that at the desk.")
                .put("height_cm", 170)
                .put("affect", "As the way of speaking suggests")
                .put("pain_behaviour", "As the way of speaking suggests");
        persona.putObject("traits")
                .put("smoking", "never")
                .put("alcohol", "none")
                .put("lives", "with_others")
                .put("work", "employed")
                .putArray("conditions");
        ObjectNode baseline = persona.putObject("medical_baseline");
        for (String member :
                new String[] {"illnesses", "operations", "medicines", "allergies", "family", "smoking", "alcohol"}) {
            baseline.put(member, ELSEWHERE);
        }
    }

    private static void scenario(ObjectNode scenario) {
        scenario.put("version", 1)
                .put("date", "2026-11-26")
                .put("level", "Not recorded")
                .put("task", "Take the history, examine and agree on what happens next.")
                .put("minutes", 30)
                .put("closing_line", "Thank you. Goodbye.")
                .put("model_note", "Not recorded");
        for (String empty : new String[] {"authors", "sources", "objectives", "checklist"}) {
            scenario.putArray(empty);
        }
        scenario.path("subjective").forEach(topic -> disclosure((ObjectNode) topic));
        scenario.path("objective").forEach(topic -> examination((ObjectNode) topic));
        scenario.path("roles").forEach(role -> role((ObjectNode) role));
        redFlags(scenario);
    }

    private static void disclosure(ObjectNode topic) {
        if (topic.remove("volunteered") instanceof JsonNode told && told.asBoolean()) {
            topic.put("disclosure", "volunteered");
        }
    }

    /** One reply held what is found and what the patient says. It stays together as the finding. */
    private static void examination(ObjectNode topic) {
        topic.remove("volunteered");
        topic.put("test_id", id(topic.path("topic").asText()));
        ObjectNode result = topic.putArray("results").addObject();
        result.set("finding", topic.remove("reply"));
        result.put("reply", "All right.");
    }

    private static void role(ObjectNode role) {
        role.set("name", role.path("title"));
        role.put("opening_line", "Hello. I came along today.");
    }

    /** Which topics cover a red flag was not recorded. */
    private static void redFlags(ObjectNode scenario) {
        ArrayNode flags = JsonNodeFactory.instance.arrayNode();
        scenario.path("red_flags")
                .forEach(text -> flags.add(JsonNodeFactory.instance
                        .objectNode()
                        .setAll(Map.of("flag", text, "covered_by", JsonNodeFactory.instance.arrayNode()))));
        scenario.set("red_flags", flags);
    }

    private static String id(String topic) {
        String words = SIGNS.matcher(topic.toLowerCase(Locale.ROOT)).replaceAll("-");
        String id = EDGES.matcher(words).replaceAll("");
        return id.substring(0, Math.min(id.length(), MAX_ID));
    }
}
