package dev.viva.simulator.media;

import dev.viva.simulator.conversation.Sound;
import dev.viva.simulator.conversation.Timers;
import dev.viva.simulator.conversation.Voice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A silent voice for calls without sound; it takes as long as speaking takes. */
public final class SilentVoice implements Voice {
    private record Playback(String responseId, Sound sound, Runnable started, Runnable ended) {}

    private final Timers timers;
    private final Deque<Playback> queue = new ArrayDeque<>();
    private Timers.Timer end = () -> {};
    private Duration begun = Duration.ZERO;

    public SilentVoice(Timers timers) {
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
    public Optional<Cut> cut() {
        end.cancel();
        Duration played = timers.now().minus(begun);
        Optional<Cut> cut = Optional.ofNullable(queue.peek()).map(playing -> new Cut(playing.responseId(), played));
        queue.clear();
        return cut;
    }

    private void begin() {
        Playback playing = queue.getFirst();
        begun = timers.now();
        end = timers.after(playing.sound().duration(), () -> {
            queue.removeFirst().ended().run();
            if (!queue.isEmpty()) {
                begin();
            }
        });
        // Last, because the callback may cut it.
        playing.started().run();
    }
}
