package dev.viva.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs faster than real time by a factor, for encounters of minutes. */
public final class FastClock extends Clock {
    private final long begin = System.nanoTime();
    private final int times;

    public FastClock(int times) {
        this.times = times;
    }

    @Override
    public Instant instant() {
        return TestClock.START.plus(Duration.ofNanos(System.nanoTime() - begin).multipliedBy(times));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the service works in UTC");
    }
}
