package dev.viva.ops;

import com.codahale.metrics.health.HealthCheck.Result;
import dev.viva.metrics.Reading;
import dev.viva.model.HealthCheck;
import dev.viva.model.HealthStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a check once at a time. Callers that ask while it runs share its result, so neither a flood of probes nor a
 * hanging database piles up work.
 */
final class BoundedCheck {
    private static final Logger log = LoggerFactory.getLogger(BoundedCheck.class);

    private final String name;
    private final Reading<Result> reading;

    BoundedCheck(ReadinessCheck check) {
        this.name = check.name();
        this.reading = new Reading<>(() -> check.check().execute());
    }

    Run start() {
        return new Run(name, reading.start());
    }

    record Run(String name, CompletableFuture<Result> outcome) {
        HealthCheck result(Duration wait) {
            try {
                return inWords(outcome.get(wait.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return down("No answer in time.");
            } catch (ExecutionException e) {
                log.warn("readiness: check {} failed", name, e);
                return down("The check failed; the log says why.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return down("The check was interrupted.");
            }
        }

        private HealthCheck inWords(Result result) {
            if (result.isHealthy()) {
                return new HealthCheck(name, HealthStatus.UP, result.getMessage());
            }
            if (result.getError() != null) {
                log.warn("readiness: check {} failed", name, result.getError());
                return down("The check failed; the log says why.");
            }
            return down(result.getMessage());
        }

        private HealthCheck down(@Nullable String detail) {
            return new HealthCheck(name, HealthStatus.DOWN, detail);
        }
    }
}
