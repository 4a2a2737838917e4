package dev.viva.openai;

import dev.viva.problem.Secret;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.TimeoutConfiguration;
import java.time.Duration;

/** Adapters whose sidebands connect to a fake provider, and what that provider sends. */
final class SidebandAdapters {
    static final Duration LONG = Duration.ofMinutes(1);
    static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), () -> 1);
    /** Five 404 answers, without a minimum duration. */
    static final NotFoundRule FIVE_ANSWERS = NotFoundRule.of(Duration.ZERO);

    private SidebandAdapters() {}

    static OpenAiRealtime provider(FakeSideband upstream, Duration ping, Backoff backoff, int queue) {
        return provider(upstream, ping, backoff, queue, FIVE_ANSWERS);
    }

    static OpenAiRealtime provider(
            FakeSideband upstream, Duration ping, Backoff backoff, int queue, NotFoundRule notFound) {
        return new OpenAiRealtime(
                upstream::address,
                new Secret("sk-never-shown"),
                TimeoutConfiguration.DEFAULTS,
                new SidebandSettings(Duration.ofSeconds(10), ping, Duration.ofHours(1), backoff, queue, notFound),
                ProviderObserver.NONE);
    }

    static OpenAiRealtime provider(FakeSideband upstream) {
        return provider(upstream, LONG, AT_ONCE, 256);
    }

    static String speech(String itemId) {
        return "{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"" + itemId + "\"}";
    }

    static String transcribed(String text) {
        return "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"item_id\":\"item_A\","
                + "\"transcript\":\"" + text + "\"}";
    }
}
