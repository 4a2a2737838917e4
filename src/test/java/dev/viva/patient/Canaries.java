package dev.viva.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.content.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Replaces texts of a pair by words that occur nowhere else, to see where each text appears. */
public final class Canaries {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Ids, enumerations and dates, which are no free text. */
    private static final Set<String> NO_TEXT = Set.of(
            "persona_id",
            "scenario_id",
            "role_id",
            "birthday",
            "language",
            "sex",
            "challenges",
            "traits",
            "guardrails",
            "difficulty",
            "date",
            "phase",
            "disclosure",
            "like",
            "test_id",
            "media",
            "side",
            "part");

    /** Members that name a topic keep naming it. */
    private static final Set<String> LINKS = Set.of("knows", "covered_by", "topics");

    private final Map<String, String> members = new LinkedHashMap<>();
    private final Map<String, String> topics = new LinkedHashMap<>();
    private final Predicate<String> replaced;
    private final JsonNode tree;

    private Canaries(CasePair pair, Predicate<String> replaced) {
        this.replaced = replaced;
        try {
            JsonNode whole = JSON.readTree(CanonicalJson.write(pair));
            // Few cases have a test that would harm, and the first test of most has no position.
            ((ObjectNode) whole.at("/scenario/objective/0")).put("contraindication", "It would harm.");
            ((ObjectNode) whole.at("/scenario/objective/1")).put("position", "lying");
            tree = replace(whole, "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In place of every text. */
    static Canaries everywhere(CasePair pair) {
        return new Canaries(pair, member -> true);
    }

    /** @param members as /scenario/objective/results/finding */
    public static Canaries at(CasePair pair, String... members) {
        return new Canaries(pair, List.of(members)::contains);
    }

    public CasePair pair() {
        try {
            return CanonicalJson.read(tree, CasePair.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The members of which at least one text appears. */
    public SortedSet<String> in(String text) {
        var seen = new TreeSet<String>();
        members.forEach((canary, member) -> {
            if (text.contains(canary)) {
                seen.add(member);
            }
        });
        return seen;
    }

    private JsonNode replace(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (!NO_TEXT.contains(member.getKey())) {
                    member.setValue(replace(member.getValue(), path + "/" + member.getKey()));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                boolean proposal = i == 0 && path.endsWith("/reactions/examples");
                array.set(i, replace(array.get(i), proposal ? path + "/first" : path));
            }
        } else if (node.isTextual() && replaced.test(path)) {
            return JSON.getNodeFactory().textNode(canary(node.asText(), path));
        }
        return node;
    }

    private String canary(String text, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals("contraindication")) {
            return canary("reason", path + "/reason") + "; the patient says: " + canary("reply", path + "/reply");
        }
        String fresh = "zq%04dqz".formatted(members.size() + topics.size());
        if (name.equals("topic") || LINKS.contains(name)) {
            String canary = topics.computeIfAbsent(text, topic -> fresh);
            if (name.equals("topic")) {
                members.put(canary, path);
            }
            return canary;
        }
        members.put(fresh, path);
        return fresh;
    }
}
