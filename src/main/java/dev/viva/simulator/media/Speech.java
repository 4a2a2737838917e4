package dev.viva.simulator.media;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import dev.viva.simulator.conversation.Sound;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Synthesises English speech, one text after another; thread-safe. */
final class Speech implements AutoCloseable {
    /** How long a text may take to synthesise; a slower one stays silent. */
    static final Duration TIMEOUT = Duration.ofSeconds(8);

    private static final Logger log = LoggerFactory.getLogger(Speech.class);
    private static final int MAX_TEXT = 1_500;
    private static final int MAX_WAITING = 64;
    private static final String VOICE = "kevin16";

    // The synthesiser logs what it speaks. The field keeps its logger, whose level would be lost with it.
    private static final java.util.logging.Logger SYNTHESISER =
            java.util.logging.Logger.getLogger("com.sun.speech.freetts");

    private final ThreadPoolExecutor executor;
    private @Nullable Voice voice;

    Speech() {
        SYNTHESISER.setLevel(Level.WARNING);
        // The synthesiser is not thread-safe, and one thread is about twenty times faster than speech.
        executor = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), Speech::daemon);
        executor.allowCoreThreadTimeOut(true);
    }

    /** The sound of a text, or silence of its length if it cannot be synthesised. Never fails; takes bounded time. */
    CompletableFuture<Sound> say(String text) {
        String spoken = bounded(text);
        CompletableFuture<Sound> sound = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                // The caller may have given up.
                if (!sound.isDone()) {
                    sound.complete(synthesise(spoken));
                }
            });
        } catch (RejectedExecutionException e) {
            log.warn("simulator: too many texts wait for speech synthesis; one stays silent");
            sound.complete(Sound.silentlySaying(spoken));
        }
        return sound.completeOnTimeout(Sound.silentlySaying(spoken), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Sound synthesise(String text) {
        try {
            SampleCollector samples = new SampleCollector();
            Voice speaker = voice();
            speaker.setAudioPlayer(samples);
            if (speaker.speak(text) && samples.count() > 0) {
                return samples.sound();
            }
            log.warn("simulator: speech synthesis made no sound; the patient stays silent");
        } catch (RuntimeException | LinkageError e) {
            // Its message may quote the text.
            log.warn(
                    "simulator: speech synthesis failed ({}); the patient stays silent",
                    e.getClass().getName());
        }
        return Sound.silentlySaying(text);
    }

    /** Loaded when first needed, which takes about a second and 30 MiB. */
    private Voice voice() {
        if (voice == null) {
            // Read from its directory class: the synthesiser's own registry searches the disk for jar files, which a
            // service in one jar does not have.
            voice = Arrays.stream(new KevinVoiceDirectory().getVoices())
                    .filter(candidate -> VOICE.equals(candidate.getName()))
                    .findFirst()
                    .orElseThrow();
            voice.allocate();
        }
        return voice;
    }

    private static String bounded(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = text.lastIndexOf(' ', MAX_TEXT);
        return text.substring(0, end > 0 ? end : MAX_TEXT);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "simulator-speech");
        thread.setDaemon(true);
        return thread;
    }
}
