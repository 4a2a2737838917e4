package dev.viva.simulator.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The patient's voice on one call. Its methods are called on the call's thread, and it calls back on that thread. */
public interface Voice {

    /** Makes the sound of a text, within a bounded time; a voice that fails is silent for the time it would take. */
    void prepare(String text, Consumer<Sound> ready);

    /**
     * Plays after whatever is still playing.
     *
     * @param started runs when it is to be heard, at once when nothing else plays
     * @param ended runs when it was played to the end, and not when it was cut
     */
    void play(String responseId, Sound sound, Runnable started, Runnable ended);

    /** Cuts what is playing and drops what waits; gives what was cut. */
    Optional<Cut> cut();

    /**
     * What was cut.
     *
     * @param heard how much of it had been played
     */
    record Cut(String responseId, Duration heard) {}
}
