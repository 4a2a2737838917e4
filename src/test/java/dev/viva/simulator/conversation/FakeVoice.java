package dev.viva.simulator.conversation;

import dev.viva.simulator.media.SilentVoice;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A silent voice that takes time to generate audio. */
final class FakeVoice implements Voice {
    private final FakeTimers timers;
    private final Voice silent;
    Duration preparation = Duration.ofMillis(50);

    FakeVoice(FakeTimers timers) {
        this.timers = timers;
        this.silent = new SilentVoice(timers);
    }

    @Override
    public void prepare(String text, Consumer<Sound> ready) {
        timers.after(preparation, () -> silent.prepare(text, ready));
    }

    @Override
    public void play(String responseId, Sound sound, Runnable started, Runnable ended) {
        silent.play(responseId, sound, started, ended);
    }

    @Override
    public Optional<Cut> cut() {
        return silent.cut();
    }
}
