package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.viva.realtime.CallEvent;
import dev.viva.realtime.CallEvent.FunctionCall;
import dev.viva.realtime.CallEvent.FunctionsCalled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the functions that responses call. Each is reported once, when its response has completed: the provider takes
 * no new response before that. A response that was cancelled calls nothing. Not thread-safe.
 */
final class FunctionCalls {
    private static final int MAX_KNOWN = 256;

    /** Calls of responses that have not ended, by their id. */
    private final Map<String, Pending> pending = bounded();

    private final Set<String> reported = Collections.newSetFromMap(bounded());

    private record Pending(String responseId, FunctionCall call) {}

    /** @param item a finished item of a response, perhaps of another type */
    void finished(String responseId, JsonNode item) {
        if (!item.path("type").asText().equals("function_call")
                || item.path("status").asText().equals("in_progress")) {
            return;
        }
        finished(
                responseId,
                new FunctionCall(
                        item.path("id").asText(),
                        item.path("call_id").asText(),
                        item.path("name").asText(),
                        item.path("arguments").asText()));
    }

    /** The arguments of a call are complete. */
    void finished(String responseId, FunctionCall call) {
        if (EventReader.isItemId(call.itemId())
                && !call.callId().isEmpty()
                && !call.name().isEmpty()) {
            pending.put(call.callId(), new Pending(responseId, call));
        }
    }

    List<CallEvent> responseDone(JsonNode response) {
        String responseId = response.path("id").asText();
        response.path("output").forEach(item -> finished(responseId, item));
        boolean completed = response.path("status").asText().equals("completed");
        List<FunctionCall> calls = new ArrayList<>();
        pending.values().removeIf(one -> {
            boolean here = one.responseId().equals(responseId);
            if (here && completed && reported.add(one.call().callId())) {
                calls.add(one.call());
            }
            return here;
        });
        return calls.isEmpty() ? List.of() : List.of(new FunctionsCalled(List.copyOf(calls)));
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MAX_KNOWN;
            }
        };
    }
}
