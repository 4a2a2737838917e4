package dev.viva.transcript;

import static dev.viva.transcript.ClientTimesTest.ARRIVAL;
import static dev.viva.transcript.ClientTimesTest.START;
import static dev.viva.transcript.ClientTimesTest.line;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Whatever a client's clock says, its lines fall within the session and keep their order. */
class ClientTimesPropertyTest {
    private static final long FIVE_YEARS = 5L * 366 * 24 * 3600;

    @Property
    void timesStayWithinTheSessionAndInOrder(
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

    /** A client's lines keep their order, sent one by one or after an outage. */
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

        assertThat(stored).isSorted(); // equal times are ordered by arrival
    }
}
