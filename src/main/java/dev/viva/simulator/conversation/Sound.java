package dev.viva.simulator.conversation;

import java.time.Duration;

/** Mono sound of 48,000 samples a second; immutable. */
public final class Sound {
    public static final int RATE = 48_000;

    /** 10 ms, the step in which WebRTC takes sound. */
    public static final int FRAME = RATE / 100;

    // A calm speaker says about 150 words a minute.
    private static final Duration ONE_WORD = Duration.ofMillis(400);

    private final short[] samples;
    private final int length;

    public Sound(short[] samples) {
        this(samples, samples.length);
    }

    /** The samples, followed by silence up to the length. */
    private Sound(short[] samples, int length) {
        this.samples = samples;
        this.length = length;
    }

    /** Silence, for as long as saying the text would take. */
    public static Sound silentlySaying(String text) {
        long words = Math.max(1, text.strip().split("\\s+").length);
        return new Sound(new short[0], Math.toIntExact(ONE_WORD.toMillis() * words * RATE / 1000));
    }

    public int length() {
        return length;
    }

    public short at(int index) {
        return index < samples.length ? samples[index] : 0;
    }

    public Duration duration() {
        return Duration.ofMillis(length * 1000L / RATE);
    }
}
