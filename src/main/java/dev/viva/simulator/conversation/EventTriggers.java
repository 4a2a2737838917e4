package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Forwards a conversation's events, and runs actions right after some of them. Used on the call's loop only. */
final class EventTriggers {
    private record Trigger(Set<String> types, Runnable action) {}

    private final Consumer<ObjectNode> next;
    private final List<Trigger> triggers = new ArrayList<>();
    private boolean withholdsRateLimits;

    EventTriggers(Consumer<ObjectNode> next) {
        this.next = next;
    }

    void send(ObjectNode event) {
        String type = event.path("type").asText();
        if (withholdsRateLimits && type.equals("rate_limits.updated")) {
            withholdsRateLimits = false;
            return;
        }
        next.accept(event);
        List<Trigger> due = triggers.stream()
                .filter(trigger -> trigger.types().contains(type))
                .toList();
        triggers.removeAll(due);
        due.forEach(trigger -> trigger.action().run());
    }

    /** Runs the action once, after the next event of one of the types. */
    void after(Set<String> types, Runnable action) {
        triggers.add(new Trigger(types, action));
    }

    /** The provider sometimes omits this event. */
    void withholdNextRateLimits() {
        withholdsRateLimits = true;
    }

    void clear() {
        triggers.clear();
    }
}
