package dev.viva.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A voice that takes as long as speaking takes, on the test's time. */
final class FakeVoice implements Voice {
    private record Playback(String responseId, Sound sound, Runnable started, Runnable ended) {}

    private final FakeTimers timers;
    private final Deque<Playback> queue = new ArrayDeque<>();
    private Timers.Timer end = () -> {};
    Duration preparation = Duration.ofMillis(50);

    FakeVoice(FakeTimers timers) {
        this.timers = timers;
    }

    @Override
    public void prepare(String text, Consumer<Sound> ready) {
        timers.after(preparation, () -> ready.accept(Sound.silentlySaying(text)));
    }

    @Override
    public void play(String responseId, Sound sound, Runnable started, Runnable ended) {
        queue.add(new Playback(responseId, sound, started, ended));
        if (queue.size() == 1) {
            begin();
        }
    }

    @Override
    public Optional<String> cut() {
        end.cancel();
        Optional<String> cut = Optional.ofNullable(queue.peek()).map(Playback::responseId);
        queue.clear();
        return cut;
    }

    private void begin() {
        Playback playing = queue.getFirst();
        playing.started().run();
        end = timers.after(playing.sound().duration(), () -> {
            queue.removeFirst().ended().run();
            if (!queue.isEmpty()) {
                begin();
            }
        });
    }
}
