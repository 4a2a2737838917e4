package dev.viva.ops;

import dev.viva.model.HealthCheck;
import dev.viva.model.HealthStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** All readiness checks. Answers within its timeout, whatever a check does. Thread-safe. */
final class ReadinessChecks {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final List<BoundedCheck> checks;
    private final BooleanSupplier draining;
    private final Duration bound;

    /** @param draining whether the process is about to stop, as {@link Drain#draining} */
    ReadinessChecks(List<ReadinessCheck> checks, BooleanSupplier draining) {
        this(checks, draining, BOUND);
    }

    ReadinessChecks(List<ReadinessCheck> checks, BooleanSupplier draining, Duration bound) {
        this.checks = checks.stream().map(BoundedCheck::new).toList();
        this.draining = draining;
        this.bound = bound;
    }

    /** The result of each check, and {@code shutdown} as down while draining. */
    List<HealthCheck> run() {
        long deadline = System.nanoTime() + bound.toNanos();
        var started = checks.stream().map(BoundedCheck::start).toList();
        var results = new ArrayList<HealthCheck>();
        for (BoundedCheck.Run run : started) {
            results.add(run.result(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        if (draining.getAsBoolean()) {
            results.add(new HealthCheck("shutdown", HealthStatus.DOWN, "The process is shutting down."));
        }
        return List.copyOf(results);
    }

    /** Runs the checks and returns whether the one of this name is up. */
    boolean up(String name) {
        return run().stream().anyMatch(check -> check.name().equals(name) && check.status() == HealthStatus.UP);
    }

    static HealthStatus overall(List<HealthCheck> results) {
        return results.stream().allMatch(check -> check.status() == HealthStatus.UP)
                ? HealthStatus.UP
                : HealthStatus.DOWN;
    }
}
