package dev.viva.realtime;

/** Failures of a provider, for fakes of it. */
public final class ProviderFailures {
    private ProviderFailures() {}

    public static ProviderException unavailable() {
        return Failures.unreached("a test");
    }
}
