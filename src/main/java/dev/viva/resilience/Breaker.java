package dev.viva.resilience;

import dev.failsafe.CircuitBreaker;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The circuit breaker of the provider. Failures, timeouts and unreachability count; refusals do not. Thread-safe. */
final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final Set<Kind> COUNTED = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT);
    /** The library has its own clock, so it never half-opens by itself: {@link #policy} does. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final CircuitBreaker<Object> circuit;
    private final Duration delay;
    private final LongSupplier nanoTime;
    private final AtomicBoolean isLogged = new AtomicBoolean();
    private volatile long openedAt;

    Breaker(int failures, Duration delay, LongSupplier nanoTime) {
        this.delay = delay;
        this.nanoTime = nanoTime;
        this.circuit = CircuitBreaker.builder()
                .handleIf(failure -> failure instanceof ProviderException e && COUNTED.contains(e.kind()))
                .withFailureThreshold(failures, failures * 2)
                .withSuccessThreshold(1)
                .withDelay(NEVER)
                .onOpen(event -> opened())
                .onClose(event -> closed())
                .build();
    }

    /** The policy; half-opens the circuit when the delay has passed. */
    CircuitBreaker<Object> policy() {
        if (circuit.isOpen() && nanoTime.getAsLong() - openedAt >= delay.toNanos()) {
            circuit.halfOpen();
        }
        return circuit;
    }

    BreakerState state() {
        return switch (circuit.getState()) {
            case CLOSED -> BreakerState.CLOSED;
            case HALF_OPEN -> BreakerState.HALF_OPEN;
            // After the delay the next request is tried.
            case OPEN -> remaining().isZero() ? BreakerState.HALF_OPEN : BreakerState.OPEN;
        };
    }

    /** How long it stays open; zero while it is closed or half open. */
    Duration remaining() {
        Duration remaining = delay.minusNanos(nanoTime.getAsLong() - openedAt);
        return circuit.isOpen() && !remaining.isNegative() ? remaining : Duration.ZERO;
    }

    private void opened() {
        openedAt = nanoTime.getAsLong();
        // A failed try opens it again, which is not logged.
        if (isLogged.compareAndSet(false, true)) {
            log.warn("provider: circuit breaker open; calls fail at once, and every {} one is tried", delay);
        }
    }

    private void closed() {
        isLogged.set(false);
        log.warn("provider: circuit breaker closed; calls work again");
    }
}
