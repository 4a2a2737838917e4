package dev.viva.voice;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * Bounds on paid calls. Days are UTC days. 0 means no bound.
 *
 * @param concurrentCalls calls at a time, 0 to 100,000; a session's next call replaces its own. Default 0
 * @param callsPerDay calls begun in a day, 0 to 1,000,000. Default 0
 * @param minutesPerDay minutes of all calls in a day, 0 to 10,000,000. Default 0
 * @param tokensPerDay tokens of the calls begun in a day, as the provider reports them, 0 to 10^12. Default 0
 */
@JsonNaming(SnakeCaseStrategy.class)
public record BudgetConfiguration(
        @Min(0) @Max(100_000) Integer concurrentCalls,
        @Min(0) @Max(1_000_000) Integer callsPerDay,
        @Min(0) @Max(10_000_000) Integer minutesPerDay,
        @Min(0) @Max(1_000_000_000_000L) Long tokensPerDay) {

    /** No bounds. */
    public static final BudgetConfiguration DEFAULTS = new BudgetConfiguration(null, null, null, null);

    public BudgetConfiguration(
            @Nullable Integer concurrentCalls,
            @Nullable Integer callsPerDay,
            @Nullable Integer minutesPerDay,
            @Nullable Long tokensPerDay) {
        this.concurrentCalls = concurrentCalls == null ? 0 : concurrentCalls;
        this.callsPerDay = callsPerDay == null ? 0 : callsPerDay;
        this.minutesPerDay = minutesPerDay == null ? 0 : minutesPerDay;
        this.tokensPerDay = tokensPerDay == null ? 0 : tokensPerDay;
    }

    /**
     * Whether there is any bound. Without one, usage need not be counted; counting costs more with each call of a day.
     */
    public boolean bounded() {
        return concurrentCalls > 0 || callsPerDay > 0 || minutesPerDay > 0 || tokensPerDay > 0;
    }
}
