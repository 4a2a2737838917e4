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

/**
 * Leaves a provider alone that is out. A refusal is no sign of that: only what is unreached, too slow or failing counts.
 * Thread-safe.
 */
final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);
    private static final Set<Kind> OUT = EnumSet.of(Kind.UNAVAILABLE, Kind.TIMEOUT);
    /** The library has a clock of its own, so that it is told when to try again, and never by itself does. */
    private static final Duration UNTIL_TOLD = Duration.ofDays(365);

    private final CircuitBreaker<Object> circuit;
    private final Duration delay;
    private final LongSupplier nanoTime;
    private final AtomicBoolean isLogged = new AtomicBoolean();
    private volatile long openedAt;

    Breaker(int failures, Duration delay, LongSupplier nanoTime) {
        this.delay = delay;
        this.nanoTime = nanoTime;
        this.circuit = CircuitBreaker.builder()
                .handleIf(failure -> failure instanceof ProviderException e && OUT.contains(e.kind()))
                .withFailureThreshold(failures, failures * 2)
                .withSuccessThreshold(1)
                .withDelay(UNTIL_TOLD)
                .onOpen(event -> opened())
                .onClose(event -> closed())
                .build();
    }

    /** The policy, which lets one request try when the time for it has come. */
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
            // Once the time is up the next request is a try, whether or not somebody asks.
            case OPEN -> remaining().isZero() ? BreakerState.HALF_OPEN : BreakerState.OPEN;
        };
    }

    /** How long to stay away; zero while it is being tried. */
    Duration remaining() {
        Duration remaining = delay.minusNanos(nanoTime.getAsLong() - openedAt);
        return circuit.isOpen() && !remaining.isNegative() ? remaining : Duration.ZERO;
    }

    private void opened() {
        openedAt = nanoTime.getAsLong();
        // A try that fails opens it again, which is no news.
        if (isLogged.compareAndSet(false, true)) {
            log.warn("provider: the circuit breaker is open; voice calls are refused, one is tried each {}", delay);
        }
    }

    private void closed() {
        isLogged.set(false);
        log.warn("provider: the circuit breaker is closed; calls work again");
    }
}
