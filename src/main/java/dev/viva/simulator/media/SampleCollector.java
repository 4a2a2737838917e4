package dev.viva.simulator.media;

import com.sun.speech.freetts.audio.AudioPlayer;
import dev.viva.simulator.conversation.Sound;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;

/** Collects what the synthesiser would play, and converts it to the sound that WebRTC needs. */
final class SampleCollector implements AudioPlayer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private AudioFormat format = new AudioFormat(16_000, 16, 1, true, true);
    private float volume = 1;

    int count() {
        return bytes.size() / 2;
    }

    /** The samples so far at 48 kHz, linearly interpolated. */
    Sound sound() {
        ByteOrder order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        short[] given = new short[count()];
        ByteBuffer.wrap(bytes.toByteArray()).order(order).asShortBuffer().get(given);
        int factor = Math.round(Sound.RATE / format.getSampleRate());
        short[] samples = new short[given.length * factor];
        for (int i = 0; i < samples.length; i++) {
            int from = given[i / factor];
            int to = i / factor + 1 < given.length ? given[i / factor + 1] : 0;
            samples[i] = (short) (from + (to - from) * (i % factor) / factor);
        }
        return new Sound(samples);
    }

    @Override
    public void setAudioFormat(AudioFormat given) {
        format = given;
    }

    @Override
    public AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public boolean write(byte[] data) {
        return write(data, 0, data.length);
    }

    @Override
    public boolean write(byte[] data, int offset, int length) {
        bytes.write(data, offset, length);
        return true;
    }

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public float getVolume() {
        return volume;
    }

    @Override
    public void setVolume(float given) {
        volume = given;
    }

    @Override
    public long getTime() {
        return -1;
    }

    // Nothing is played, so these do nothing.

    @Override
    public void begin(int size) {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
}
