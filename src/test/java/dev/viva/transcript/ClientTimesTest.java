package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTimesTest {
    static final Instant START = Instant.parse("2026-11-02T10:00:00Z");
    static final Instant ARRIVAL = START.plus(Duration.ofMinutes(20));

    /** Client times in seconds after the session's start, how far the client's clock is ahead, and the result. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            # ahead    | started | emitted | stored
            0          | 1190    | 1200    | 1190
            0          | 60      | 1200    | 60
            0          | 1190    | -       | 1190
            # a slow request, and clocks that differ by a little, shift nothing
            0          | 1180    | 1185    | 1180
            1          | 1190    | 1200    | 1191
            # ahead and behind, also where the line waited on the device
            600        | 1190    | 1200    | 1190
            600        | 60      | 1200    | 60
            -600       | 1190    | 1200    | 1190
            -3600      | 60      | 1200    | 60
            34560000   | 1190    | 1200    | 1190
            -34560000  | 1190    | 1200    | 1190
            # without the time of sending: clamped
            600        | 1190    | -       | 1200
            -3600      | 1190    | -       | 0
            """)
    void skewedClockMovesNoLine(long ahead, long started, @Nullable Long emitted, long stored) {
        var line =
                line(START.plusSeconds(started + ahead), emitted == null ? null : START.plusSeconds(emitted + ahead));

        assertThat(ClientTimes.of(line, START, ARRIVAL).startedAt()).isEqualTo(START.plusSeconds(stored));
    }

    /** The start time is right; the send time cannot be from the same clock. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
    void ignoresAnImplausibleSendTime(Instant emitted) {
        Instant started = START.plusSeconds(600);

        assertThat(ClientTimes.of(line(started, emitted), START, ARRIVAL).startedAt())
                .isEqualTo(started);
    }

    static TranscriptLine line(Instant started, @Nullable Instant emitted) {
        return line(started, null, emitted);
    }

    static TranscriptLine line(Instant started, @Nullable Instant finalized, @Nullable Instant emitted) {
        return new TranscriptLine("item_1", Role.STUDENT, "Yes.", true, null, started, finalized, emitted, null);
    }
}
