package dev.viva.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Compares this machine's clock with that of a server that the replicas share. */
final class ServersTime {
    /** Deadlines, grants and claims of typed answers are compared by each replica with its own clock. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final InstantSource clock;

    ServersTime(InstantSource clock) {
        this.clock = clock;
    }

    /** @param server whose clock it is, as in "the database" */
    List<Diagnosis> compared(String server, Instant theirs) {
        Duration apart = Duration.between(clock.instant(), theirs).abs();
        return apart.compareTo(TOLERATED) > 0
                ? List.of(Diagnosis.fail(
                        "clock",
                        "is %d s apart from that of %s.".formatted(apart.toSeconds(), server)
                                + " Deadlines, grants and claims of typed answers then differ among replicas. Let both"
                                + " follow a time server (NTP)."))
                : List.of();
    }
}
