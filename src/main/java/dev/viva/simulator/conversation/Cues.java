package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Passes a conversation's events on, and lets things happen right after one of them. Used on the call's loop alone. */
final class Cues {
    private record Cue(Set<String> types, Runnable action) {}

    private final Consumer<ObjectNode> audience;
    private final List<Cue> cues = new ArrayList<>();
    private boolean withholdsRateLimits;

    Cues(Consumer<ObjectNode> audience) {
        this.audience = audience;
    }

    void tell(ObjectNode event) {
        String type = event.path("type").asText();
        if (withholdsRateLimits && type.equals("rate_limits.updated")) {
            withholdsRateLimits = false;
            return;
        }
        audience.accept(event);
        List<Cue> due = cues.stream().filter(cue -> cue.types().contains(type)).toList();
        cues.removeAll(due);
        due.forEach(cue -> cue.action().run());
    }

    /** Acts once, after the next event of one of the types. */
    void after(Set<String> types, Runnable action) {
        cues.add(new Cue(types, action));
    }

    /** The provider forgets this event at times. */
    void withholdNextRateLimits() {
        withholdsRateLimits = true;
    }

    void clear() {
        cues.clear();
    }
}
