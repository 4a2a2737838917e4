package dev.viva.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A voice that nobody hears and that takes as long as speaking takes, for calls without sound. */
final class SilentVoice implements Voice {
    private record Playback(String responseId, Sound sound, Runnable started, Runnable ended) {}

    private final Timers timers;
    private final Deque<Playback> queue = new ArrayDeque<>();
    private Timers.Timer end = () -> {};

    SilentVoice(Timers timers) {
        this.timers = timers;
    }

    @Override
    public void prepare(String text, Consumer<Sound> ready) {
        ready.accept(Sound.silentlySaying(text));
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
