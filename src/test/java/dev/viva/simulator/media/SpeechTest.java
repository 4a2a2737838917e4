package dev.viva.simulator.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.simulator.conversation.Sound;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpeechTest {
    private final Speech speech = new Speech();

    @AfterEach
    void close() {
        speech.close();
    }

    private Sound say(String text) throws Exception {
        return speech.say(text).get(60, TimeUnit.SECONDS);
    }

    private static double loudness(Sound sound) {
        return Math.sqrt(IntStream.range(0, sound.length())
                .mapToDouble(i -> (double) sound.at(i) * sound.at(i))
                .average()
                .orElse(0));
    }

    @Test
    void producesAudioOfAPlausibleLength() throws Exception {
        Sound sound = say("It's in my lower back, mostly on the left side.");

        assertThat(sound.duration()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        assertThat(loudness(sound)).isGreaterThan(500);
    }

    @Test
    void speaksLongerForMoreWords() throws Exception {
        assertThat(say("Yes. It hurts when I sit down for a long time.").length())
                .isGreaterThan(say("Yes.").length());
    }

    @Test
    void boundsALongText() throws Exception {
        assertThat(say("It hurts a little. ".repeat(2_000)).duration()).isLessThan(Duration.ofMinutes(4));
    }

    @Test
    void isSilentForUnpronounceableText() throws Exception {
        Sound sound = say("……");

        assertThat(sound.duration()).isPositive();
    }
}
