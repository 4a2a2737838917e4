package dev.viva.simulator.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.simulator.conversation.Sound;
import dev.viva.simulator.conversation.Voice;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedVoiceTest {
    private final CallThread thread = new CallThread("test-call");
    private final Speech speech = new Speech();
    private final PacedVoice voice = new PacedVoice(speech, thread);
    private final List<String> played = new CopyOnWriteArrayList<>();
    private final byte[] frame = new byte[2 * Sound.FRAME];

    @AfterEach
    void close() {
        thread.close();
        speech.close();
    }

    private void play(String id, int samples, int level) {
        short[] sound = new short[samples];
        Arrays.fill(sound, (short) level);
        voice.play(id, new Sound(sound), () -> played.add(id + " started"), () -> played.add(id + " ended"));
    }

    private int sample(int index) {
        return (short) ((frame[2 * index] & 0xff) | (frame[2 * index + 1] << 8));
    }

    @Test
    void isSilentWithoutText() {
        voice.fill(frame);

        assertThat(frame).containsOnly(0);
    }

    @Test
    void playsTextsInSequence() {
        play("a", Sound.FRAME + 10, -300);
        play("b", 10, 7);
        assertThat(played).containsExactly("a started");

        voice.fill(frame);
        assertThat(sample(Sound.FRAME - 1)).isEqualTo(-300);
        voice.fill(frame);
        assertThat(sample(9)).isEqualTo(-300);
        assertThat(sample(10)).isZero();
        assertThat(sample(11)).isEqualTo(7);
        assertThat(sample(Sound.FRAME - 1)).isZero();

        thread.close();
        assertThat(played).containsExactly("a started", "a ended", "b started", "b ended");
    }

    @Test
    void isSilentAfterACut() {
        play("a", 5 * Sound.FRAME, 100);
        play("b", 5 * Sound.FRAME, 100);
        voice.fill(frame);
        assertThat(voice.cut()).map(Voice.Cut::responseId).hasValue("a");
        assertThat(voice.cut()).isEmpty();

        voice.fill(frame);
        assertThat(frame).containsOnly(0);
        thread.close();
        assertThat(played).containsExactly("a started");
    }
}
