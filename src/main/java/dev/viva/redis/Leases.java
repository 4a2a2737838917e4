package dev.viva.redis;

import java.time.Duration;

/**
 * Leases decide which replica does a job that only one should do. A lease expires, so that another replica takes it
 * over when its holder dies. Implementations are thread-safe.
 */
public interface Leases {
    /**
     * Renews the lease, or takes one that expired or was released. A lease that is unknown, because the store lost it,
     * is taken only after it was asked for during the time of a lease: by then its holder, if there is one, has renewed
     * it.
     *
     * @param name the job, for example {@code sideband:rtc_…}
     * @param time when the lease expires, unless it is renewed before
     * @return whether this replica has the lease
     */
    boolean hold(String name, Duration time);

    /**
     * Takes the lease for something that this replica has just created. No other replica can have it yet, so this also
     * works while Redis is out.
     */
    boolean claim(String name, Duration time);

    /** Releases the lease. Does nothing when this replica does not have it. */
    void release(String name);

    /** Whether another replica can take a lease that this one gives up. */
    default boolean areShared() {
        return true;
    }

    /** For a single replica, which gets every lease. */
    static Leases alone() {
        return new Leases() {
            @Override
            public boolean hold(String name, Duration time) {
                return true;
            }

            @Override
            public boolean claim(String name, Duration time) {
                return true;
            }

            @Override
            public void release(String name) {
                // No other replica waits for it.
            }

            @Override
            public boolean areShared() {
                return false;
            }
        };
    }
}
