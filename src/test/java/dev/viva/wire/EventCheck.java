package dev.viva.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks the frames of one event stream against the contract: each frame, and the order of sequence numbers. Not
 * thread-safe.
 */
public final class EventCheck {
    private static final Map<String, String> MEMBERS = ExchangeCheck.get().api().eventMembers();

    private long last;

    /**
     * Checks the next frame.
     *
     * @param id empty if absent
     * @throws AssertionError that lists all violations
     */
    public void require(String id, String event, JsonNode data) {
        ContractCheck.requireNone("event " + event + " " + id, findings(id, event, data));
    }

    List<String> findings(String id, String event, JsonNode data) {
        var findings = new ArrayList<String>();
        JsonText.findings(ExchangeCheck.get().event(), data).forEach(f -> findings.add("data" + f));
        if (!data.path("type").asText().equals(event)) {
            findings.add("the frame's event is '" + event + "' and its data's type " + data.path("type"));
        }
        if (!data.path("seq").asText().equals(id)) {
            findings.add("the frame's id is '" + id + "' and its data's seq " + data.path("seq"));
        }
        boolean stored = !event.equals("partial") && !event.equals("gap");
        if (stored == id.isEmpty()) {
            findings.add(stored ? "a stored event has no id" : "an event that is not stored has an id");
        }
        members(event, data, findings);
        if (stored && !id.isEmpty()) {
            order(Long.parseLong(id), findings);
        }
        return findings;
    }

    private static void members(String type, JsonNode data, List<String> findings) {
        String own = MEMBERS.getOrDefault(type, "");
        if (own.isEmpty()) {
            findings.add("the contract names no member for events of type " + type);
        } else if (!data.has(own)) {
            findings.add("lacks its member " + own);
        }
        MEMBERS.values().stream()
                .distinct()
                .filter(member -> !member.equals(own) && data.has(member))
                .forEach(member -> findings.add("has the member " + member + " of another type"));
        if (type.startsWith("call_")
                && type.equals("call_ended") != data.at("/call/reason").isTextual()) {
            findings.add("only a call that ended has a reason");
        }
    }

    private void order(long seq, List<String> findings) {
        if (last > 0 && seq != last + 1) {
            findings.add("comes after " + last);
        }
        last = seq;
    }
}
