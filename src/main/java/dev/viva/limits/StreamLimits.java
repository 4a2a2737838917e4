package dev.viva.limits;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Bounds on the event streams that are open at a time.
 *
 * @param perSession {@code per_session}: per session in this process, 1 to 1,000; 0 or absent: 6. A further stream ends
 *     the oldest one
 * @param perAddress {@code per_address}: per address, 1 to 1,000,000; 0 or absent: 400, for sixty students with six
 *     pages each. An address factor multiplies it; without one, it is at most half of {@code total}
 * @param total {@code total}: in this process, 1 to 1,000,000; 0 or absent: three quarters of {@code
 *     server.maxThreads}, and at most half of the file handles that are free at the start. The rest remains for health
 *     and relays
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
     * The effective {@code total} of a process.
     *
     * @param threads the requests that it serves at a time
     * @param handles the files and sockets that it may still open
     */
    int total(int threads, long handles) {
        return total > 0 ? total : (int) Math.max(1, Math.min(threads * 3L / 4, handles / 2));
    }
}
