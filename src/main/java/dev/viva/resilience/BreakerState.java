package dev.viva.resilience;

/** Whether the provider is asked at all. */
public enum BreakerState {
    /** It is. */
    CLOSED(0),
    /** One request tries whether it is back. */
    HALF_OPEN(0.5),
    /** It failed too often and is left alone for a while. */
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
