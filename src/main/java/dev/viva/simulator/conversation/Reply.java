package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the patient, in the provider's order of events: text word by word, with the sound.
 *
 * <p>The text takes at most a second, the sound as long as speaking takes. So the text of a reply is complete long
 * before its sound was played.
 */
final class Reply implements ActiveResponse {
    private static final Duration MAX_TEXT_DURATION = Duration.ofSeconds(1);
    private static final Duration MAX_WORD_DURATION = Duration.ofMillis(40);
    private static final int WORDS_BEFORE_SOUND = 2;

    private final Response response;
    private final List<String> words;
    private final Items items;
    private final CallContext context;
    private final Runnable done;

    private final ObjectNode item;
    private final ReplyEvents events;
    private int said;
    private boolean begun;
    private boolean ended;
    private boolean waitsForSound;
    private boolean soundGiven;
    private @Nullable Sound sound;
    private Timers.Timer timer = () -> {};

    Reply(Response response, String text, Items items, CallContext context, Runnable done) {
        this.response = response;
        this.words = List.of(text.split("(?=\\s)"));
        this.items = items;
        this.context = context;
        this.done = done;
        this.item = ServerEvents.object()
                .put("id", ProviderIds.next("item_"))
                .put("type", "message")
                .put("status", "in_progress")
                .put("role", "assistant");
        item.putArray("content");
        this.events = new ReplyEvents(response, Items.idOf(item));
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
        if (response.spoken()) {
            context.voice().prepare(String.join("", words), this::soundReady);
        }
        timer = context.timers().after(context.answerDelay(), this::open);
    }

    @Override
    public void cancel(String reason) {
        timer.cancel();
        ended = true;
        done.run();
        if (begun) {
            close("incomplete");
        }
        ObjectNode usage = usage();
        send(events.response("done", response.cancelled(reason, begun ? item : null, usage)));
    }

    @Override
    public void abandon() {
        timer.cancel();
        ended = true;
        done.run();
    }

    private void open() {
        begun = true;
        send(events.item("output_item.added", item));
        sendItemEvent("conversation.item.added", true);
        send(events.part("added", ""));
        proceed();
    }

    private void soundReady(Sound ready) {
        sound = ready;
        if (waitsForSound && !ended) {
            proceed();
        }
    }

    private void proceed() {
        if (response.spoken() && !soundGiven && said >= Math.min(WORDS_BEFORE_SOUND, words.size())) {
            waitsForSound = sound == null;
            if (sound == null) {
                return;
            }
            soundGiven = true;
            context.voice().play(response.id(), sound, () -> playback("started"), () -> playback("stopped"));
            // The callback may have cancelled it.
            if (ended) {
                return;
            }
        }
        if (said == words.size()) {
            finish();
            return;
        }
        send(events.delta(words.get(said++)));
        Duration even = MAX_TEXT_DURATION.dividedBy(words.size());
        timer = context.timers().after(even.compareTo(MAX_WORD_DURATION) < 0 ? even : MAX_WORD_DURATION, this::proceed);
    }

    private void finish() {
        ended = true;
        done.run();
        close("completed");
        ObjectNode usage = usage();
        send(events.response("done", response.completed(item, usage)));
        send(ServerEvents.rateLimits(usage.path("total_tokens").asInt()));
    }

    private void close(String status) {
        String text = text();
        if (response.spoken()) {
            send(events.audioDone());
        }
        send(events.textDone(text));
        send(events.part("done", text));
        item.put("status", status);
        item.withArray("content").add(events.content(text));
        sendItemEvent("conversation.item.done", false);
        send(events.item("output_item.done", item));
    }

    private void sendItemEvent(String type, boolean add) {
        if (response.inConversation()) {
            send(ServerEvents.item(type, add ? items.add(item, null) : items.previousOf(item), item));
        }
    }

    private void playback(String what) {
        send(ServerEvents.playback(what, response.id()));
    }

    private ObjectNode usage() {
        return response.usage(
                items.characters(), text(), sound == null ? 0 : sound.duration().toMillis());
    }

    private String text() {
        return String.join("", words.subList(0, said));
    }

    private void send(ObjectNode event) {
        context.events().accept(event);
    }
}
