package dev.viva.voice.sideband;

import dev.viva.redis.Leases;
import java.time.Duration;

/**
 * Decides which replica attaches to a call: the one with the call's lease. When it dies, the lease expires and another
 * replica takes over. Thread-safe.
 */
public final class CallLeases {
    private static final int RENEWALS_PER_LEASE = 3;

    private final Leases leases;
    private final boolean listens;
    private final Duration time;

    /**
     * @param listens whether the server opens sidebands at all
     * @param time the duration of a lease: how long the calls of a replica that died wait for another replica
     */
    public CallLeases(Leases leases, boolean listens, Duration time) {
        this.leases = leases;
        this.listens = listens;
        this.time = time;
    }

    /** Takes the lease of a call that this replica has just created, even while Redis does not answer. */
    boolean claim(String callId) {
        return listens && leases.claim(name(callId), time);
    }

    /** Takes or renews the lease of a call. */
    boolean hold(String callId) {
        return listens && leases.hold(name(callId), time);
    }

    void release(String callId) {
        leases.release(name(callId));
    }

    /** Seconds from one renewal to the next. */
    long renewalSeconds() {
        return time.toSeconds() / RENEWALS_PER_LEASE;
    }

    private static String name(String callId) {
        return "sideband:" + callId;
    }
}
