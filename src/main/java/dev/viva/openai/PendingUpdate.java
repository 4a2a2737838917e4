package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.realtime.CallEvent.SessionChanged;
import dev.viva.realtime.CallRules;
import dev.viva.realtime.ProviderException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Rules that were sent and are not acknowledged yet. The provider's acknowledgement names no request, so it counts only
 * if it repeats exactly these rules: the browser may change the session at the same time. Thread-safe.
 */
final class PendingUpdate {
    private final String eventId = "viva_" + UUID.randomUUID();
    private final CallRules wanted;
    private final String message;
    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    /** @param steering members of the transcription that somebody else set */
    PendingUpdate(CallRules rules, Set<String> steering) {
        this.wanted = rules;
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.put("type", "session.update").put("event_id", eventId);
        ObjectNode session = update.putObject("session").put("type", "realtime");
        session.put("instructions", rules.instructions().reveal());
        ObjectNode input = session.putObject("audio").putObject("input");
        SessionBody.clear(SessionBody.transcription(input, rules.speech()), steering);
        Tools.set(session, rules.tools());
        this.message = update.toString();
    }

    String message() {
        return message;
    }

    void changed(SessionChanged changed) {
        if (changed.matches(wanted)) {
            answer.complete(null);
        }
    }

    /** Whether the message is the provider's refusal of this update. */
    boolean refusedBy(JsonNode message) {
        JsonNode error = message.path("error");
        if (!message.path("type").asText("").equals("error")
                || !error.path("event_id").asText("").equals(eventId)) {
            return false;
        }
        answer.completeExceptionally(
                ErrorReplies.refused(ErrorReplies.plainCode(error.path("code").asText(""))));
        return true;
    }

    void fail(String what) {
        answer.completeExceptionally(ProviderException.unreached(what));
    }

    void await(Duration timeout) {
        try {
            answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw ProviderException.timeout("the update was not confirmed in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProviderException refused
                    ? refused
                    : ProviderException.unreached(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProviderException.unreached("interrupted");
        }
    }
}
