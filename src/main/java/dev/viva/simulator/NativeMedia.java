package dev.viva.simulator;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
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
final class NativeMedia {
    private static final Logger LOG = LoggerFactory.getLogger(NativeMedia.class);
    private static final Object LOCK = new Object();

    private static @Nullable PeerConnectionFactory factory;
    private static boolean failed;

    private NativeMedia() {}

    /** Refuses where the library does not run; the reason is logged the first time. */
    static PeerConnectionFactory factory() {
        synchronized (LOCK) {
            if (factory != null) {
                return factory;
            }
            if (!failed) {
                try {
                    factory = new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
                    return factory;
                } catch (RuntimeException | LinkageError failure) {
                    failed = true;
                    LOG.error(
                            "No simulated calls with sound: the WebRTC library does not load on {} {}. "
                                    + "Configure simulator.media: none, or a real provider",
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"),
                            failure);
                }
            }
            throw Refusal.of(500, "media_unavailable", "The simulator cannot hold calls on this machine.");
        }
    }
}
