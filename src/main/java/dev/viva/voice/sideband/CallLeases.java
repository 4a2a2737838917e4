package dev.viva.voice.sideband;

import dev.viva.redis.Leases;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides which replica attaches to a call: the one with the call's lease. When it dies, the lease expires and another
 * replica takes over. Thread-safe.
 */
public final class CallLeases {
    private static final int RENEWALS_PER_LEASE = 3;

    private final Leases leases;
    private final boolean listens;
    private final Duration time;
    private final Duration stuckAfter;
    private final LongSupplier nanoTime;
    private volatile long passAt;
    // Used on the thread that renews only:
    private long polls;
    private long renewedAt;

    /**
     * @param listens whether the server opens sidebands at all
     * @param time the duration of a lease: how long the calls of a replica that died wait for another replica
     * @param stuckAfter the leases are given up when the live calls could not be read for this long
     * @param nanoTime a monotonic clock, such as {@link System#nanoTime}
     */
    public CallLeases(Leases leases, boolean listens, Duration time, Duration stuckAfter, LongSupplier nanoTime) {
        this.leases = leases;
        this.listens = listens;
        this.time = time;
        this.stuckAfter = stuckAfter;
        this.nanoTime = nanoTime;
        this.renewedAt = nanoTime.getAsLong();
        this.passAt = renewedAt;
    }

    /** Takes the lease of a call that this replica has just created, even while Redis does not answer. */
    boolean claim(String callId) {
        return listens && leases.claim(name(callId), time);
    }

    /** Takes or renews the lease of a call; false when another replica has it. */
    boolean hold(String callId) {
        return listens && leases.hold(name(callId), time);
    }

    void release(String callId) {
        leases.release(name(callId));
    }

    /** The live calls were read, so this replica reconciles them. */
    void passSucceeds() {
        passAt = nanoTime.getAsLong();
    }

    /**
     * Whether this poll renews the leases: three do within the time of a lease. On a busy machine a poll takes longer
     * than the second that it should, so the clock counts too: else the leases would expire between two renewals, and
     * two replicas would attach to the same call. None is renewed while this replica is stuck: another takes the calls
     * over, before they count as abandoned.
     */
    boolean renewalIsDue() {
        if (isStuck()) {
            return false;
        }
        Duration between = time.dividedBy(RENEWALS_PER_LEASE);
        boolean due = polls++ % between.toSeconds() == 0 || nanoTime.getAsLong() - renewedAt >= between.toNanos();
        if (due) {
            renewedAt = nanoTime.getAsLong();
        }
        return due;
    }

    /**
     * Whether the live calls could not be read for long. Then this replica renews no lease and sends nothing, but
     * listens until another has the call. One that is alone, or that cannot reach Redis, keeps its calls: nobody else
     * can take them.
     */
    boolean isStuck() {
        return leases.areShared() && nanoTime.getAsLong() - passAt >= stuckAfter.toNanos();
    }

    private static String name(String callId) {
        return "sideband:" + callId;
    }
}
