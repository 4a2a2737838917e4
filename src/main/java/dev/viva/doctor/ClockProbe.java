package dev.viva.doctor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Whether this machine's clock was ever set. */
final class ClockProbe implements Probe {
    /** Nothing of this service is older. */
    private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

    private final InstantSource clock;

    ClockProbe(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String about() {
        return "clock";
    }

    @Override
    public List<Diagnosis> look() {
        Instant now = clock.instant();
        return List.of(
                now.isBefore(EARLIEST)
                        ? Diagnosis.fail(
                                about(),
                                "says " + now + ", before this service was written. Let it follow a time server"
                                        + " (NTP): deadlines, grants and certificates depend on it.")
                        : Diagnosis.ok(about(), "says " + now + "."));
    }
}
