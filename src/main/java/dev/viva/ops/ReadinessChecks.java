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
    private final List<Pause> pauses;
    private final Duration bound;

    /**
     * A time in which the process takes no traffic although nothing is wrong with it.
     *
     * @param name its name in replies
     * @param detail what it is, in one sentence; public
     */
    record Pause(String name, BooleanSupplier on, String detail) {
        /** @param draining as {@link Drain#draining} */
        static Pause shutdown(BooleanSupplier draining) {
            return new Pause("shutdown", draining, "The process is shutting down.");
        }

        static Pause warmUp(BooleanSupplier on) {
            return new Pause("warm_up", on, "The process has just started and is getting warm.");
        }
    }

    ReadinessChecks(List<ReadinessCheck> checks, List<Pause> pauses) {
        this(checks, pauses, BOUND);
    }

    ReadinessChecks(List<ReadinessCheck> checks, List<Pause> pauses, Duration bound) {
        this.checks = checks.stream().map(BoundedCheck::new).toList();
        this.pauses = pauses;
        this.bound = bound;
    }

    /** The result of each check, and as down each pause that is on. */
    List<HealthCheck> run() {
        long deadline = System.nanoTime() + bound.toNanos();
        var started = checks.stream().map(BoundedCheck::start).toList();
        var results = new ArrayList<HealthCheck>();
        for (BoundedCheck.Run run : started) {
            results.add(run.result(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        pauses.stream()
                .filter(pause -> pause.on().getAsBoolean())
                .forEach(pause -> results.add(new HealthCheck(pause.name(), HealthStatus.DOWN, pause.detail())));
        return List.copyOf(results);
    }

    /** Runs the checks and returns whether the one of this name is up. */
    boolean up(String name) {
        return run().stream().anyMatch(check -> check.name().equals(name) && check.status() == HealthStatus.UP);
    }

    /** The check of this name in the form that the admin port serves. */
    com.codahale.metrics.health.HealthCheck bounded(String name) {
        return new com.codahale.metrics.health.HealthCheck() {
            @Override
            protected Result check() {
                return run().stream()
                        .filter(check -> check.name().equals(name) && check.status() == HealthStatus.DOWN)
                        .findFirst()
                        .map(check -> Result.unhealthy(check.detail()))
                        .orElseGet(Result::healthy);
            }
        };
    }

    static HealthStatus overall(List<HealthCheck> results) {
        return results.stream().allMatch(check -> check.status() == HealthStatus.UP)
                ? HealthStatus.UP
                : HealthStatus.DOWN;
    }
}
