package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How many event streams may be open at a time.
 *
 * @param perSession {@code per_session}: of one session in one process, 1 to 1,000; 0 or absent is 6. One more ends the
 *     oldest
 * @param perAddress {@code per_address}: of one address, 1 to 1,000,000; 0 or absent is 400: sixty students with six
 *     pages each. Multiplied as limits per address are; otherwise never more than half of {@code total}
 * @param total {@code total}: in this process, 1 to 1,000,000; 0 or absent: as many as leave health and relays room,
 *     which is three quarters of {@code server.maxThreads} and half of the file handles that are free at the start
 */
public record StreamLimits(
        @JsonProperty("per_session") @Min(1) @Max(1_000) int perSession,
        @JsonProperty("per_address") @Min(1) @Max(1_000_000) int perAddress,
        @JsonProperty("total") @Min(0) @Max(1_000_000) int total) {
    static final StreamLimits DEFAULTS = new StreamLimits(0, 0, 0);

    public StreamLimits {
        perSession = perSession == 0 ? 6 : perSession;
        perAddress = perAddress == 0 ? 400 : perAddress;
    }

    /**
     * What {@code total} is for a process.
     *
     * @param threads how many requests it serves at a time
     * @param handles how many files and sockets it may still open
     */
    int total(int threads, long handles) {
        return total > 0 ? total : (int) Math.max(1, Math.min(threads * 3L / 4, handles / 2));
    }
}
