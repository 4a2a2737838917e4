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
 * Collects the functions that the responses of one call call. Each is reported once, when its response has completed:
 * the provider takes no new response before that. A response that was cancelled calls nothing. If a response ends while
 * the sideband is disconnected, its items tell what became of it. Thread-safe.
 */
final class FunctionCalls {
    private static final int MAX_KNOWN = 256;

    /** Calls of responses that have not ended, by their id. */
    private final Map<String, Pending> pending = bounded();

    /** The items of such calls, with their response; the call itself may not be complete. */
    private final Map<String, String> items = bounded();

    private final Set<String> reported = Collections.newSetFromMap(bounded());

    private record Pending(String responseId, FunctionCall call) {}

    /** @param item an item of a response, perhaps of another type or not finished */
    synchronized void described(String responseId, JsonNode item) {
        String itemId = item.path("id").asText();
        if (!item.path("type").asText().equals("function_call") || !EventReader.isItemId(itemId)) {
            return;
        }
        items.put(itemId, responseId);
        if (!item.path("status").asText().equals("in_progress")) {
            finished(responseId, call(item));
        }
    }

    private static FunctionCall call(JsonNode item) {
        return new FunctionCall(
                item.path("id").asText(),
                item.path("call_id").asText(),
                item.path("name").asText(),
                item.path("arguments").asText());
    }

    /** The arguments of a call are complete. */
    synchronized void finished(String responseId, FunctionCall call) {
        if (EventReader.isItemId(call.itemId()) && isComplete(call)) {
            items.put(call.itemId(), responseId);
            pending.put(call.callId(), new Pending(responseId, call));
        }
    }

    private static boolean isComplete(FunctionCall call) {
        return !call.callId().isEmpty() && !call.name().isEmpty();
    }

    /** The items to ask for once the sideband is connected again. */
    synchronized List<String> undecided() {
        return List.copyOf(items.keySet());
    }

    /** An item as it is now. Its response may go on: then its end reports the call no more. */
    synchronized List<CallEvent> retrieved(JsonNode item) {
        FunctionCall call = call(item);
        String status = item.path("status").asText();
        if (status.equals("in_progress") || items.remove(call.itemId()) == null) {
            return List.of();
        }
        pending.remove(call.callId());
        boolean called = status.equals("completed") && isComplete(call) && reported.add(call.callId());
        return called ? List.of(new FunctionsCalled(List.of(call))) : List.of();
    }

    synchronized List<CallEvent> responseDone(JsonNode response) {
        String responseId = response.path("id").asText();
        response.path("output").forEach(item -> described(responseId, item));
        items.values().removeIf(responseId::equals);
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
