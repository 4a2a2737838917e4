package dev.viva.transcript;

import dev.viva.model.TranscriptLine;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line's times by the server's clock, whatever the client's clock says. The client's clock is compared with the server's
 * by {@code emitted_at}, which is set when a request is sent, and the line's times are shifted by the difference. Then they
 * are clamped to the time between the session's begin and the line's arrival. Times of one line keep their order, and so do
 * those of lines that one request brings.
 *
 * @param startedAt when the speaker began; null when the client did not say so
 * @param finalizedAt when the words were final; null when the client did not say so
 */
record ClientTimes(@Nullable Instant startedAt, @Nullable Instant finalizedAt) {
    /** A request may take this long, so a clock that seems to be behind by no more is taken as right. */
    static final Duration MAX_REQUEST_DURATION = Duration.ofSeconds(20);
    /** Clocks that are set by the network differ by less. */
    static final Duration TOLERANCE = Duration.ofSeconds(2);

    /**
     * @param sessionStart when the session was created
     * @param arrival when the server received the line
     */
    static ClientTimes of(TranscriptLine line, Instant sessionStart, Instant arrival) {
        Duration offset = offset(line, arrival);
        var times = new ClientTimes(shifted(line.startedAt(), offset), shifted(line.finalizedAt(), offset));
        if (!times.within(sessionStart.minus(TOLERANCE), arrival.plus(TOLERANCE))) {
            // emitted_at is of another clock than the line's times, or there is none: it says nothing about them.
            times = new ClientTimes(line.startedAt(), line.finalizedAt());
        }
        return new ClientTimes(
                clamped(times.startedAt(), sessionStart, arrival), clamped(times.finalizedAt(), sessionStart, arrival));
    }

    /** How far the client's clock is behind; zero where it is not known. */
    private static Duration offset(TranscriptLine line, Instant arrival) {
        if (line.emittedAt() == null) {
            return Duration.ZERO;
        }
        Duration behind = Duration.between(line.emittedAt(), arrival);
        boolean right = behind.compareTo(TOLERANCE.negated()) >= 0 && behind.compareTo(MAX_REQUEST_DURATION) <= 0;
        return right ? Duration.ZERO : behind;
    }

    private boolean within(Instant from, Instant to) {
        return Stream.of(startedAt, finalizedAt)
                .allMatch(time -> time == null || !time.isBefore(from) && !time.isAfter(to));
    }

    private static @Nullable Instant shifted(@Nullable Instant time, Duration offset) {
        try {
            return time == null ? null : time.plus(offset);
        } catch (DateTimeException | ArithmeticException e) {
            return time; // at the end of what an Instant can hold: clamped below
        }
    }

    private static @Nullable Instant clamped(@Nullable Instant time, Instant from, Instant to) {
        if (time == null) {
            return null;
        }
        return time.isBefore(from) ? from : time.isAfter(to) ? to : time;
    }
}
