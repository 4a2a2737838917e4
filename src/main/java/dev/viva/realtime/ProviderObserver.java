package dev.viva.realtime;

import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Learns how everything that is asked of the provider went. Implementations are thread-safe and never throw. */
public interface ProviderObserver {
    /** Learns nothing. */
    ProviderObserver NONE = new ProviderObserver() {
        @Override
        public void succeeded(Operation operation, @Nullable Duration took) {
            // Nobody asks.
        }

        @Override
        public void failed(Operation operation, Kind kind, @Nullable String code, @Nullable Duration took) {
            // Nobody asks.
        }
    };

    /** @param took null for what is no request of its own */
    void succeeded(Operation operation, @Nullable Duration took);

    /**
     * @param code the provider's own, in plain letters
     * @param took null for what is no request of its own
     */
    void failed(Operation operation, Kind kind, @Nullable String code, @Nullable Duration took);
}
