package dev.viva.voice.sideband;

import dev.viva.redis.Leases;
import java.time.Duration;

/**
 * Which replica listens to a call: the one that holds the call's lease. When it dies the lease runs out, and another
 * replica takes over. Thread-safe.
 */
public final class CallLeases {
    private static final int RENEWALS_PER_LEASE = 3;

    private final Leases leases;
    private final boolean listens;
    private final Duration time;

    /**
     * @param listens whether the server listens to calls at all
     * @param time how long the calls of a replica that died wait for another one
     */
    public CallLeases(Leases leases, boolean listens, Duration time) {
        this.leases = leases;
        this.listens = listens;
        this.time = time;
    }

    /** For a call that this replica has just created: also while Redis does not answer. */
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
