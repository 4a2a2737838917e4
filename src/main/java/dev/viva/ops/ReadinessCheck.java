package dev.viva.ops;

import com.codahale.metrics.health.HealthCheck;

/** One thing without which no traffic can be taken, such as the database. */
interface ReadinessCheck {
    /** As replies name it. */
    String name();

    /**
     * Whether it is well now. It should answer well within the bound of {@link ReadinessChecks}; its message is shown
     * to anyone, an exception's is not.
     */
    HealthCheck check();

    /** A check under a name. */
    static ReadinessCheck of(String name, HealthCheck check) {
        record Named(String name, HealthCheck check) implements ReadinessCheck {}
        return new Named(name, check);
    }
}
