package dev.viva.resilience;

/** The state of the circuit breaker. */
public enum BreakerState {
    /** Requests pass. */
    CLOSED(0),
    /** One request is tried. */
    HALF_OPEN(0.5),
    /** Requests are refused. */
    OPEN(1);

    private final double gauge;

    BreakerState(double gauge) {
        this.gauge = gauge;
    }

    /** The state as a number for a metric: 0 closed, 0.5 half open, 1 open. */
    public double gauge() {
        return gauge;
    }
}
