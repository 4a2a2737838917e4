package dev.viva.ops;

import com.codahale.metrics.health.HealthCheck;

/** A dependency that the service needs to take traffic, such as the database. */
interface ReadinessCheck {
    /** Its name in replies. */
    String name();

    /**
     * Whether it is up now. It should answer well within the timeout of {@link ReadinessChecks}. Its message is public;
     * an exception's is not.
     */
    HealthCheck check();

    /** A named check. */
    static ReadinessCheck of(String name, HealthCheck check) {
        record Named(String name, HealthCheck check) implements ReadinessCheck {}
        return new Named(name, check);
    }
}
