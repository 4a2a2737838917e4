package dev.viva.simulator.conversation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of a student's scripted turns in the provider's order; there is no speech recognition. Used on the
 * call's loop only.
 */
final class StudentSpeech {
    /** The effects of speech on the conversation. */
    interface Patient {
        /** Stops the patient. */
        void interrupt();

        void reply(SpokenTurn turn);
    }

    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";
    private static final Set<String> SOUND = Set.of("output_audio_buffer.started");
    private static final Set<String> BEGUN = Set.of("response.created");
    private static final Set<String> DONE = Set.of("response.done");
    private static final Set<String> NEXT_TURN = Set.of("input_audio_buffer.committed");

    /** During the answer, at the latest at its end. */
    private static final Set<String> DURING_ANSWER =
            Set.of("response.output_audio_transcript.delta", "response.output_text.delta", "response.done");

    private final ObjectNode session;
    private final Items items;
    private final Timers timers;
    private final EventTriggers triggers;
    private final Patient patientSide;
    private final Duration begun;
    /** What was spoken without turn detection and is not committed. */
    private @Nullable SpokenTurn buffered;

    StudentSpeech(ObjectNode session, Items items, Timers timers, EventTriggers triggers, Patient patientSide) {
        this.session = session;
        this.items = items;
        this.timers = timers;
        this.triggers = triggers;
        this.patientSide = patientSide;
        this.begun = timers.now();
    }

    void speak(SpokenTurn turn) {
        switch (turn.begins()) {
            case NOW -> start(turn);
            case REPLYING -> triggers.after(SOUND, () -> start(turn));
        }
    }

    /** Without turn detection the client pushes to talk: no speech is detected, and the client commits it. */
    private void start(SpokenTurn turn) {
        if (!detects()) {
            timers.after(turn.speaking().toJavaDuration(), () -> {
                buffered = buffered == null ? turn : turn.after(buffered);
            });
            return;
        }
        String itemId = ProviderIds.next("item_");
        send(buffer("speech_started", itemId).put("audio_start_ms", audioSoFar()));
        if (detection("interrupt_response")) {
            patientSide.interrupt();
        }
        if (turn.transcript() == SpokenTurn.Transcript.EARLY && transcribes()) {
            deltas(itemId, turn.says());
        }
        timers.after(turn.speaking().toJavaDuration(), () -> stop(turn, itemId));
    }

    private void stop(SpokenTurn turn, String itemId) {
        send(buffer("speech_stopped", itemId).put("audio_end_ms", audioSoFar()));
        commit(turn, itemId, turn.reply() != SpokenTurn.Reaction.NONE && detection("create_response"));
    }

    /** The client commits what was spoken; it asks for an answer by itself. */
    void commit() {
        SpokenTurn turn = buffered;
        if (turn == null) {
            throw Refusal.invalid("input_audio_buffer_commit_empty", "The input audio buffer is empty.", null);
        }
        buffered = null;
        commit(turn, ProviderIds.next("item_"), false);
    }

    /** Discards what is not committed. */
    void clear() {
        buffered = null;
    }

    private void commit(SpokenTurn turn, String itemId, boolean replies) {
        ObjectNode item = ServerEvents.object()
                .put("id", itemId)
                .put("type", "message")
                .put("status", "completed")
                .put("role", "user");
        item.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        String previous = items.add(item, null);
        items.setSpokenWords(itemId, turn.says());
        send(buffer("committed", itemId).put("previous_item_id", previous));
        send(ServerEvents.item("conversation.item.added", previous, item));
        send(ServerEvents.item("conversation.item.done", previous, item));
        if (transcribes()) {
            planTranscript(turn, itemId, replies);
        }
        if (replies) {
            prepareFaults(turn);
            patientSide.reply(turn);
        }
    }

    private void prepareFaults(SpokenTurn turn) {
        if (turn.unknownEvent()) {
            triggers.after(
                    BEGUN,
                    () -> send(ServerEvents.event("session.weather.updated").put("degrees", 21)));
        }
        if (!turn.rateLimits()) {
            triggers.withholdNextRateLimits();
        }
    }

    private void planTranscript(SpokenTurn turn, String itemId, boolean replies) {
        Runnable whole = () -> completed(itemId, turn);
        switch (turn.transcript()) {
            case NORMAL ->
                at(DURING_ANSWER, replies, () -> {
                    deltas(itemId, turn.says());
                    whole.run();
                });
            case EARLY, EMPTY -> at(DURING_ANSWER, replies, whole);
            case DUPLICATE ->
                at(DURING_ANSWER, replies, () -> {
                    whole.run();
                    whole.run();
                });
            case LATE -> at(DONE, replies, whole);
            case NEXT_TURN -> triggers.after(NEXT_TURN, whole);
            case FAILED -> at(BEGUN, replies, () -> failed(itemId));
            case NEVER -> {
                // No transcript.
            }
        }
    }

    /** Runs the action at that moment of the answer, or at once if none follows. */
    private void at(Set<String> moment, boolean replies, Runnable action) {
        if (replies) {
            triggers.after(moment, action);
        } else {
            action.run();
        }
    }

    private void deltas(String itemId, String words) {
        for (String word : words.split("\\s+", -1)) {
            send(transcription("delta", itemId)
                    .put("delta", " " + word)
                    .put("obfuscation", ServerEvents.obfuscation()));
        }
    }

    private void completed(String itemId, SpokenTurn turn) {
        String text = turn.transcript() == SpokenTurn.Transcript.EMPTY ? "" : turn.says();
        items.transcribed(itemId, text);
        ObjectNode event = transcription("completed", itemId).put("transcript", text);
        event.putObject("usage")
                .put("type", "duration")
                .put("seconds", Math.ceilDiv(turn.speaking().toMilliseconds(), 1_000L));
        send(event);
    }

    private void failed(String itemId) {
        ObjectNode event = transcription("failed", itemId);
        event.putObject("error")
                .put("type", "server_error")
                .putNull("code")
                .put("message", "Input transcription failed.")
                .putNull("param");
        send(event);
    }

    private boolean transcribes() {
        return session.at("/audio/input/transcription").isObject();
    }

    private boolean detects() {
        return session.at("/audio/input/turn_detection").isObject();
    }

    private boolean detection(String setting) {
        return session.at("/audio/input/turn_detection").path(setting).asBoolean(true);
    }

    private long audioSoFar() {
        return timers.now().minus(begun).toMillis();
    }

    private void send(ObjectNode event) {
        triggers.send(event);
    }

    private static ObjectNode buffer(String what, String itemId) {
        return ServerEvents.event("input_audio_buffer." + what).put("item_id", itemId);
    }

    private static ObjectNode transcription(String what, String itemId) {
        return ServerEvents.event(TRANSCRIPTION + what).put("item_id", itemId).put("content_index", 0);
    }
}
