package dev.viva.simulator;

import java.time.Duration;

/** Mono sound of 48,000 samples a second; not to be changed once made. */
final class Sound {
    static final int RATE = 48_000;

    /** 10 ms, the step in which WebRTC takes sound. */
    static final int FRAME = RATE / 100;

    // A calm speaker says about 150 words a minute.
    private static final Duration ONE_WORD = Duration.ofMillis(400);

    private final short[] samples;
    private final int length;

    Sound(short[] samples) {
        this(samples, samples.length);
    }

    /** Silence follows what there is, up to the length. */
    private Sound(short[] samples, int length) {
        this.samples = samples;
        this.length = length;
    }

    /** Nothing to hear, for as long as saying the text would take. */
    static Sound silentlySaying(String text) {
        long words = Math.max(1, text.strip().split("\\s+").length);
        return new Sound(new short[0], Math.toIntExact(ONE_WORD.toMillis() * words * RATE / 1000));
    }

    int length() {
        return length;
    }

    short at(int index) {
        return index < samples.length ? samples[index] : 0;
    }

    Duration duration() {
        return Duration.ofMillis(length * 1000L / RATE);
    }
}
