package dev.viva.simulator.media;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.viva.simulator.conversation.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native WebRTC library of this process, loaded by the first call.
 *
 * <p>One factory serves all calls of the process, since a disposed factory leaves threads behind. It uses the dummy
 * audio module: the headless one also captures sound, and capture together with pushed sound aborts the process.
 *
 * <p>Its threads are not daemons: once it is loaded, only a signal or {@link System#exit} ends the process.
 */
public final class NativeMedia {
    private static final Logger log = LoggerFactory.getLogger(NativeMedia.class);
    private static final Object LOCK = new Object();

    private static @Nullable PeerConnectionFactory factory;
    private static @Nullable String fault;

    private NativeMedia() {}

    /**
     * Why this machine cannot make calls, in one sentence with the remedy; empty if no reason is known. Loads nothing.
     */
    public static Optional<String> fault() {
        synchronized (LOCK) {
            if (factory == null && fault == null) {
                fault = NativeLibraries.missing().orElse(null);
            }
            return Optional.ofNullable(fault);
        }
    }

    /** Refuses if the library does not run; the reason is logged once. */
    static PeerConnectionFactory factory() {
        synchronized (LOCK) {
            if (factory == null && fault().isEmpty()) {
                load();
            }
            if (factory == null) {
                throw Refusal.of(500, "media_unavailable", "The simulator cannot make calls on this machine.");
            }
            return factory;
        }
    }

    private static void load() {
        try {
            factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
        } catch (RuntimeException | LinkageError e) {
            fault = "Voice calls with the simulator are not possible: its WebRTC library does not load on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + ". Use a real provider (OPENAI_API_KEY). Typed encounters work without it.";
            log.error("simulator: {} ({})", fault, e.getMessage());
        }
    }
}
