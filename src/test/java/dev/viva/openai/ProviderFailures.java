package dev.viva.openai;

import dev.viva.realtime.ProviderException;

/** Failures of a provider, for fakes of it. */
public final class ProviderFailures {
    private ProviderFailures() {}

    public static ProviderException unavailable() {
        return ProviderException.unreached("a test");
    }
}
