package dev.viva.simulator.conversation;

/** A response that fails: how the provider reports used-up quotas and its own faults. */
final class FailedReply implements ActiveResponse {
    private final Response response;
    private final String code;
    private final CallContext context;
    private final Runnable done;
    private final ReplyEvents events;
    private Timers.Timer timer = () -> {};

    FailedReply(Response response, String code, CallContext context, Runnable done) {
        this.response = response;
        this.code = code;
        this.context = context;
        this.done = done;
        this.events = new ReplyEvents(response, itemId());
    }

    @Override
    public String responseId() {
        return response.id();
    }

    @Override
    public String itemId() {
        return "";
    }

    @Override
    public void begin() {
        context.events().accept(events.response("created", response.begun()));
        timer = context.timers().after(context.answerDelay(), this::fail);
    }

    @Override
    public void cancel(String reason) {
        abandon();
        context.events().accept(events.response("done", response.cancelled(reason, null, response.usage(0, "", 0))));
    }

    @Override
    public void abandon() {
        timer.cancel();
        done.run();
    }

    private void fail() {
        done.run();
        context.events().accept(events.response("done", response.failed(code, response.usage(0, "", 0))));
    }
}
