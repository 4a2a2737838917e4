package dev.viva.simulator.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The patient's voice in one call. Methods and callbacks run on the call's thread. */
public interface Voice {

    /** Synthesises a text within bounded time; on failure the sound is silence of the same length. */
    void prepare(String text, Consumer<Sound> ready);

    /**
     * Plays a sound after those that are still playing.
     *
     * @param started runs when it starts, at once if nothing else plays
     * @param ended runs when it was played to the end, not when it was cut
     */
    void play(String responseId, Sound sound, Runnable started, Runnable ended);

    /** Cuts the playing sound and drops waiting ones; returns what was cut. */
    Optional<Cut> cut();

    /**
     * A sound that was cut.
     *
     * @param played how much of it had been played
     */
    record Cut(String responseId, Duration played) {}
}
