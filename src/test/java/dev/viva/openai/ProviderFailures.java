package dev.viva.openai;

import dev.viva.realtime.ProviderException;

/** Creates provider failures for fakes. */
public final class ProviderFailures {
    private ProviderFailures() {}

    public static ProviderException unavailable() {
        return ProviderException.unreached("a test");
    }
}
