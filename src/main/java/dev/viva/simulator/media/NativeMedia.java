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
 * <p>One factory serves all calls for as long as the process lives, since one that is disposed leaves threads behind. Its
 * sound module is the dummy: the headless one captures as well, and a capture that meets pushed sound aborts the process.
 *
 * <p>Its threads count as the user's: once loaded, the process ends by a signal or {@link System#exit}, not by itself.
 */
public final class NativeMedia {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMedia.class);
    private static final Object LOCK = new Object();

    private static @Nullable PeerConnectionFactory factory;
    private static @Nullable String fault;

    private NativeMedia() {}

    /**
     * Why this machine can hold no calls, in one sentence with the way out; empty while nothing speaks against them.
     * Loads nothing.
     */
    public static Optional<String> fault() {
        synchronized (LOCK) {
            if (factory == null && fault == null) {
                fault = NativeLibraries.missing().orElse(null);
            }
            return Optional.ofNullable(fault);
        }
    }

    /** Refuses where the library does not run; the reason is logged the first time. */
    static PeerConnectionFactory factory() {
        synchronized (LOCK) {
            if (factory == null && fault().isEmpty()) {
                load();
            }
            if (factory == null) {
                throw Refusal.of(500, "media_unavailable", "The simulator cannot hold calls on this machine.");
            }
            return factory;
        }
    }

    private static void load() {
        try {
            factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
        } catch (RuntimeException | LinkageError failure) {
            fault = "Voice calls with the simulator are not possible: its WebRTC library does not load on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                    + ". Use a real provider (OPENAI_API_KEY). Typed encounters work without it.";
            LOG.error("simulator: {} ({})", fault, failure.getMessage());
        }
    }
}
