package dev.viva.realtime;

import dev.failsafe.CircuitBreaker;
import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a provider alone that is out. A refusal is no sign of that: only what is unreached, too slow or failing counts.
 * Thread-safe.
 */
final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    /** The library has a clock of its own, so that it is told when to try again, and never by itself does. */
    private static final Duration UNTIL_TOLD = Duration.ofDays(365);

    private final CircuitBreaker<Object> circuit;
    private final Duration delay;
    private final LongSupplier nanoTime;
    private volatile long openedAt;

    Breaker(int failures, Duration delay, LongSupplier nanoTime) {
        this.delay = delay;
        this.nanoTime = nanoTime;
        this.circuit = CircuitBreaker.builder()
                .handleIf(failure -> failure instanceof ProviderException e && e.kind() == Kind.UNAVAILABLE)
                .withFailureThreshold(failures, failures * 2)
                .withSuccessThreshold(1)
                .withDelay(UNTIL_TOLD)
                .onOpen(event -> opened())
                .onClose(event -> log.info("the provider is asked again"))
                .build();
    }

    /** The policy, which lets one request try when the time for it has come. */
    CircuitBreaker<Object> now() {
        if (circuit.isOpen() && nanoTime.getAsLong() - openedAt >= delay.toNanos()) {
            circuit.halfOpen();
        }
        return circuit;
    }

    BreakerState state() {
        return switch (circuit.getState()) {
            case CLOSED -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            case OPEN -> BreakerState.OPEN;
        };
    }

    /** How long to stay away; zero while it is being tried. */
    Duration remaining() {
        Duration remaining = delay.minusNanos(nanoTime.getAsLong() - openedAt);
        return circuit.isOpen() && !remaining.isNegative() ? remaining : Duration.ZERO;
    }

    private void opened() {
        openedAt = nanoTime.getAsLong();
        log.warn("the provider fails and is not asked for {}", delay);
    }
}
