package dev.viva.realtime;

import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Receives the outcome of each operation at the provider. Implementations are thread-safe and never throw. */
public interface ProviderObserver {
    /** Ignores everything. */
    ProviderObserver NONE = new ProviderObserver() {
        @Override
        public void succeeded(Operation operation, @Nullable Duration took) {
            // Ignored.
        }

        @Override
        public void failed(Operation operation, Kind kind, @Nullable String code, @Nullable Duration took) {
            // Ignored.
        }
    };

    /** @param took null if the operation is no request of its own */
    void succeeded(Operation operation, @Nullable Duration took);

    /**
     * @param code the provider's error code
     * @param took null if the operation is no request of its own
     */
    void failed(Operation operation, Kind kind, @Nullable String code, @Nullable Duration took);
}
