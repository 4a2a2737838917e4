package dev.viva.history;

import dev.viva.fault.SqlFaults;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes steps fail at random. Only the seed and the step's number decide which ones, so that a seed repeats its
 * decisions. Thread-safe.
 */
public final class RandomFaults implements SqlFaults {
    /** The share of commits that succeed while the caller gets an exception. */
    private static final double HIDDEN_COMMITS = 0.05;

    private static final double FAILED_COMMITS = 0.02;
    private static final double FAILED_WRITES = 0.001;
    private static final double FAILED_READS = 0.001;

    private final long seed;
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong hidden = new AtomicLong();
    private volatile boolean on;

    public RandomFaults(long seed) {
        this.seed = seed;
    }

    /** Starts the faults; the service must be running. */
    public void begin() {
        on = true;
    }

    void end() {
        on = false;
    }

    @Override
    public void before(Step step) throws SQLException {
        double share = step.commit() ? FAILED_COMMITS : step.writing() ? FAILED_WRITES : FAILED_READS;
        double drawn = draw();
        if (drawn < share) {
            failed.incrementAndGet();
            throw drawn < share / 2
                    ? new SQLTimeoutException("the database did not answer in time")
                    : new SQLTransientConnectionException("the database is not there");
        }
    }

    @Override
    public void after(Step step) throws SQLException {
        if (step.commit() && draw() < HIDDEN_COMMITS) {
            hidden.incrementAndGet();
            throw new SQLTransientConnectionException("the connection broke before the answer came");
        }
    }

    /** A number from 0 to 1; greater than all shares while faults are off. */
    private double draw() {
        return on ? new SplittableRandom(seed + steps.incrementAndGet()).nextDouble() : 1;
    }

    @Override
    public String toString() {
        return "%d steps failed, %d commits were hidden".formatted(failed.get(), hidden.get());
    }
}
