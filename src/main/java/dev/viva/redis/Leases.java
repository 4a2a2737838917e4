package dev.viva.redis;

import java.time.Duration;

/**
 * Who of several processes does what only one should do. A lease is held until its time is up, so that it passes on
 * when its holder dies. Implementations are thread-safe.
 */
public interface Leases {
    /**
     * Takes the lease, or goes on holding it.
     *
     * @param name of what is to be done by one alone, for example {@code sideband:ses_…}
     * @param time how long it is held from now on, unless it is held again before
     * @return whether this process holds it
     */
    boolean hold(String name, Duration time);

    /**
     * Takes the lease of what this process has made just now, so that nobody else can hold it yet: also while the others
     * cannot be asked.
     */
    boolean claim(String name, Duration time);

    /** Gives it back; does nothing when this process does not hold it. */
    void release(String name);

    /** For a process that has nobody beside it: it holds every lease that it asks for. */
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
                // Nobody waits for it.
            }
        };
    }
}
