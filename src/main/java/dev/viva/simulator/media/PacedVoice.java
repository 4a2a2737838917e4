package dev.viva.simulator.media;

import dev.viva.simulator.conversation.Sound;
import dev.viva.simulator.conversation.Voice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A voice that is read frame by frame, with silence between sounds; any thread may read. */
final class PacedVoice implements Voice {
    private record Playback(String responseId, Sound sound, Runnable started, Runnable ended) {}

    private final Speech speech;
    private final CallThread thread;
    private final Deque<Playback> queue = new ArrayDeque<>();
    private int position;

    PacedVoice(Speech speech, CallThread thread) {
        this.speech = speech;
        this.thread = thread;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the future never fails
    @Override
    public void prepare(String text, Consumer<Sound> ready) {
        speech.say(text).thenAccept(sound -> thread.run(() -> ready.accept(sound)));
    }

    @Override
    public void play(String responseId, Sound sound, Runnable started, Runnable ended) {
        boolean idle;
        synchronized (queue) {
            idle = queue.isEmpty();
            queue.add(new Playback(responseId, sound, started, ended));
        }
        if (idle) {
            started.run();
        }
    }

    @Override
    public Optional<Cut> cut() {
        synchronized (queue) {
            Duration played = Duration.ofMillis(position * 1000L / Sound.RATE);
            Optional<Cut> cut = Optional.ofNullable(queue.peek()).map(playing -> new Cut(playing.responseId(), played));
            queue.clear();
            position = 0;
            return cut;
        }
    }

    /** Fills a frame of 10 ms with the next little-endian samples. */
    void fill(byte[] frame) {
        synchronized (queue) {
            for (int i = 0; i < Sound.FRAME; i++) {
                short sample = next();
                frame[2 * i] = (byte) sample;
                frame[2 * i + 1] = (byte) (sample >> 8);
            }
        }
    }

    private short next() {
        Playback playing = queue.peek();
        if (playing == null) {
            return 0;
        }
        if (position < playing.sound().length()) {
            return playing.sound().at(position++);
        }
        queue.remove();
        position = 0;
        thread.run(playing.ended());
        Playback following = queue.peek();
        if (following != null) {
            thread.run(following.started());
        }
        return 0;
    }
}
