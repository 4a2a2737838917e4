package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.viva.simulator.patient.PatientReply;

/** A response that calls a tool of the client, in the provider's order of events. */
final class ToolCall implements ActiveResponse {
    /** The provider streams arguments in pieces. */
    private static final int PIECE = 12;

    private final Response response;
    private final String arguments;
    private final Items items;
    private final CallContext context;
    private final Runnable done;
    private final ObjectNode item;
    private final ReplyEvents events;
    private Timers.Timer timer = () -> {};

    ToolCall(Response response, PatientReply.FunctionCall call, Items items, CallContext context, Runnable done) {
        this.response = response;
        this.arguments = call.arguments();
        this.items = items;
        this.context = context;
        this.done = done;
        this.item = ServerEvents.object()
                .put("id", ProviderIds.next("item_"))
                .put("type", "function_call")
                .put("status", "in_progress")
                .put("name", call.name())
                .put("call_id", ProviderIds.next("call_"))
                .put("arguments", "");
        this.events = new ReplyEvents(response, itemId());
    }

    @Override
    public String responseId() {
        return response.id();
    }

    @Override
    public String itemId() {
        return Items.idOf(item);
    }

    @Override
    public void begin() {
        send(events.response("created", response.begun()));
        timer = context.timers().after(context.answerDelay(), this::call);
    }

    @Override
    public void cancel(String reason) {
        abandon();
        send(events.response("done", response.cancelled(reason, null, response.usage(0, "", 0))));
    }

    @Override
    public void abandon() {
        timer.cancel();
        done.run();
    }

    private void call() {
        done.run();
        send(events.item("output_item.added", item));
        String previous = items.add(item, null);
        send(ServerEvents.item("conversation.item.added", previous, item));
        String callId = item.path("call_id").asText();
        for (int from = 0; from < arguments.length(); from += PIECE) {
            String piece = arguments.substring(from, Math.min(from + PIECE, arguments.length()));
            send(events.arguments("delta", callId).put("delta", piece).put("obfuscation", ServerEvents.obfuscation()));
        }
        send(events.arguments("done", callId)
                .put("name", item.path("name").asText())
                .put("arguments", arguments));
        item.put("arguments", arguments).put("status", "completed");
        send(ServerEvents.item("conversation.item.done", previous, item));
        send(events.item("output_item.done", item));
        ObjectNode usage = response.usage(items.characters(), arguments, 0);
        send(events.response("done", response.completed(item, usage)));
        send(ServerEvents.rateLimits(usage.path("total_tokens").asInt()));
    }

    private void send(ObjectNode event) {
        context.events().accept(event);
    }
}
