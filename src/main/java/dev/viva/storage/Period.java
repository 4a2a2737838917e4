package dev.viva.storage;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span of time that a list is limited to.
 *
 * @param from inclusive; null for no bound
 * @param before exclusive; null for no bound
 */
public record Period(@Nullable Instant from, @Nullable Instant before) {
    /**
     * Reads both ends from the parameters {@code created_from} and {@code created_before}.
     *
     * @throws ProblemException {@code invalid_parameter} for a time that does not exist
     */
    public static Period of(@Nullable String from, @Nullable String before) {
        return new Period(time("/query/created_from", from), time("/query/created_before", before));
    }

    /** In milliseconds, inclusive; the least without a bound. */
    public long fromMillis() {
        return from == null ? 0 : from.toEpochMilli();
    }

    /** In milliseconds, exclusive; the greatest without a bound. */
    public long beforeMillis() {
        return before == null ? Long.MAX_VALUE : before.toEpochMilli();
    }

    /** As they stand in a request. */
    public Map<String, @Nullable Object> parameters() {
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        parameters.put("created_from", from);
        parameters.put("created_before", before);
        return parameters;
    }

    private static @Nullable Instant time(String pointer, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ProblemException(Failure.INVALID_PARAMETER)
                    .at(pointer, "is not a time such as 2026-11-02T00:00:00Z");
        }
    }
}
