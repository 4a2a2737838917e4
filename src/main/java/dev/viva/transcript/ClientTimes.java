package dev.viva.transcript;

import dev.viva.model.TranscriptLine;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line's times on the server's clock. {@code emitted_at}, set when a request is sent, shows how far the client's
 * clock is off; the line's times are shifted by that offset. Then they are clamped between the session's start and the
 * line's arrival. Times of one line keep their order, and so do times of lines in one request.
 *
 * @param startedAt when the speaker began; null if the client did not report it
 * @param finalizedAt when the text was final; null if the client did not report it
 */
record ClientTimes(@Nullable Instant startedAt, @Nullable Instant finalizedAt) {
    /** A request may take this long, so a clock that seems behind by no more counts as correct. */
    static final Duration MAX_REQUEST_DURATION = Duration.ofSeconds(20);
    /** Clocks synchronised over the network differ by less. */
    static final Duration TOLERANCE = Duration.ofSeconds(2);

    /**
     * @param sessionStart when the session was created
     * @param arrival when the server received the line
     */
    static ClientTimes of(TranscriptLine line, Instant sessionStart, Instant arrival) {
        Duration offset = offset(line, arrival);
        var times = new ClientTimes(shifted(line.startedAt(), offset), shifted(line.finalizedAt(), offset));
        if (!times.within(sessionStart.minus(TOLERANCE), arrival.plus(TOLERANCE))) {
            // emitted_at is missing or comes from another clock than the line's times, so it cannot correct them.
            times = new ClientTimes(line.startedAt(), line.finalizedAt());
        }
        return new ClientTimes(
                clamped(times.startedAt(), sessionStart, arrival), clamped(times.finalizedAt(), sessionStart, arrival));
    }

    /** How far the client's clock is behind; zero if unknown. */
    private static Duration offset(TranscriptLine line, Instant arrival) {
        if (line.emittedAt() == null) {
            return Duration.ZERO;
        }
        Duration behind = Duration.between(line.emittedAt(), arrival);
        boolean correct = behind.compareTo(TOLERANCE.negated()) >= 0 && behind.compareTo(MAX_REQUEST_DURATION) <= 0;
        return correct ? Duration.ZERO : behind;
    }

    private boolean within(Instant from, Instant to) {
        return Stream.of(startedAt, finalizedAt)
                .allMatch(time -> time == null || !time.isBefore(from) && !time.isAfter(to));
    }

    private static @Nullable Instant shifted(@Nullable Instant time, Duration offset) {
        try {
            return time == null ? null : time.plus(offset);
        } catch (DateTimeException | ArithmeticException e) {
            return time; // beyond the range of Instant: clamped below
        }
    }

    private static @Nullable Instant clamped(@Nullable Instant time, Instant from, Instant to) {
        if (time == null) {
            return null;
        }
        return time.isBefore(from) ? from : time.isAfter(to) ? to : time;
    }
}
