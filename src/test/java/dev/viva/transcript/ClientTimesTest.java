package dev.viva.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTimesTest {
    private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");
    private static final Instant ARRIVAL = START.plus(Duration.ofMinutes(20));
    private static final long FIVE_YEARS = 5L * 366 * 24 * 3600;

    /** Seconds after the session's start by the client's clock, which is ahead by so many; what is made of it. */
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
    void aSkewedClockMovesNoLine(long ahead, long started, @Nullable Long emitted, long stored) {
        var line =
                line(START.plusSeconds(started + ahead), emitted == null ? null : START.plusSeconds(emitted + ahead));

        assertThat(ClientTimes.of(line, START, ARRIVAL).startedAt()).isEqualTo(START.plusSeconds(stored));
    }

    /** The line's own time is right, and the time of sending cannot be of the same clock. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"})
    void aSenselessTimeOfSendingIsLeftAside(Instant emitted) {
        Instant started = START.plusSeconds(600);

        assertThat(ClientTimes.of(line(started, emitted), START, ARRIVAL).startedAt())
                .isEqualTo(started);
    }

    @Property
    void timesAreWithinTheSessionAndKeepTheirOrder(
            @ForAll @LongRange(min = -FIVE_YEARS, max = FIVE_YEARS) long ahead,
            @ForAll @LongRange(min = -4000, max = 4000) long started,
            @ForAll @LongRange(min = 0, max = 600) long spoke,
            @ForAll @LongRange(min = -FIVE_YEARS, max = FIVE_YEARS) long emitted) {
        Instant begun = START.plusSeconds(started + ahead);
        var line = line(begun, begun.plusSeconds(spoke), START.plusSeconds(emitted + ahead));

        var times = ClientTimes.of(line, START, ARRIVAL);

        assertThat(times.startedAt()).isBetween(START, ARRIVAL);
        assertThat(times.finalizedAt()).isBetween(times.startedAt(), ARRIVAL);
    }

    /** Whatever its clock says, a client's lines stand as it said them, sent one by one or after an outage. */
    @Property
    void linesOfOneClientKeepTheirOrder(
            @ForAll @LongRange(min = -FIVE_YEARS, max = FIVE_YEARS) long ahead,
            @ForAll @IntRange(min = 2, max = 20) int count,
            @ForAll @IntRange(min = 0, max = 60) int waited) {
        List<Instant> stored = IntStream.range(0, count)
                .mapToObj(i -> {
                    Instant begun = START.plusSeconds(10L * i);
                    Instant sent = begun.plusSeconds(5 + waited);
                    var line = line(begun.plusSeconds(ahead), sent.plusSeconds(ahead));
                    return ClientTimes.of(line, START, sent.plusMillis(200 + i % 3 * 300));
                })
                .map(ClientTimes::startedAt)
                .toList();

        assertThat(stored).isSorted(); // of two at the same time the one that came first stands first
    }

    private static TranscriptLine line(Instant started, @Nullable Instant emitted) {
        return line(started, null, emitted);
    }

    private static TranscriptLine line(Instant started, @Nullable Instant finalized, @Nullable Instant emitted) {
        return new TranscriptLine("item_1", Role.STUDENT, "Yes.", true, null, started, finalized, emitted, null);
    }
}
