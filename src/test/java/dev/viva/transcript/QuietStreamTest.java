package dev.viva.transcript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.fault.FaultyDriver;
import dev.viva.fault.SqlFaults;
import dev.viva.model.Role;
import dev.viva.model.TranscriptLine;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An event stream without its connection: whom it counts, and what it asks of the database. */
class QuietStreamTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final MetricRegistry metrics = new MetricRegistry();
    private final EventHub hub = new EventHub(6, clock, clock::nanoTime, metrics);
    private final MetricRegistry pools = new MetricRegistry();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Database database;
    private TranscriptLog log;
    private Session session;
    private Thread stream;
    private final Outage outage = new Outage();

    /** While it is on, reading fails. */
    private static final class Outage implements SqlFaults {
        private final AtomicInteger failed = new AtomicInteger();
        private volatile boolean on;

        @Override
        public void before(Step step) throws SQLException {
            if (on && !step.writing()) {
                failed.incrementAndGet();
                throw new SQLTransientConnectionException("the database is not there");
            }
        }

        @Override
        public void after(Step step) {
            // A step that began has succeeded.
        }
    }

    @BeforeEach
    void follow() throws Exception {
        FaultyDriver.set(folder.toString(), outage);
        database = Databases.open(folder, pools);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
        // The grant's remaining time bounds each wait, and this clock stands still: the heartbeats come quickly.
        stream = start(eventStream(Duration.ofMillis(20)));
        awaitHeartbeats(1);
    }

    private Thread start(EventStream events) throws Exception {
        events.open(out);
        return Thread.startVirtualThread(() -> events.write(out));
    }

    private EventStream eventStream(Duration grant) {
        Instant expires = clock.instant().plus(grant);
        var json = new EventJson(WireJson.mapper());
        return new EventStream(
                log,
                hub,
                json,
                clock,
                clock::nanoTime,
                new EventStream.From(session.id(), 0, 0, false, new EventStream.Reader(expires, false)));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        assertThat(stream.join(Duration.ofSeconds(20))).isTrue();
        database.stop();
        FaultyDriver.clear(folder.toString());
    }

    /** Otherwise a partial line that the reader causes next would not reach it. */
    @Test
    void readerWhoIsToldThatItIsOpenFollows() throws Exception {
        var reader = new ByteArrayOutputStream();
        try (var another = eventStream(Duration.ofHours(1))) {
            another.open(reader);
            assertThat(reader.toString(StandardCharsets.UTF_8)).startsWith("retry: ");
            assertThat(hub.followersHere(session.id())).isEqualTo(2);
        }
        assertThat(hub.followersHere(session.id())).isOne();
    }

    @Test
    void heartbeatsReadNothing() {
        long atFirst = reads();
        awaitHeartbeats(heartbeats() + 5);

        assertThat(atFirst).as("the log, and whether it was erased").isEqualTo(2);
        assertThat(reads()).isEqualTo(atFirst);
    }

    /** As by the commits of a typed line that waits for its answer. */
    @Test
    void heartbeatsComeAlthoughAStreamIsWokenWithoutNews() throws Exception {
        clock.advance(Duration.ofSeconds(1));
        assertThat(stream.join(Duration.ofSeconds(20))).isTrue();
        long before = reads();
        int beats = heartbeats();
        stream = start(eventStream(Duration.ofHours(1)));
        awaitReads(before + 2);

        wakeAfter(Duration.ofSeconds(5));
        wakeAfter(Duration.ofSeconds(5));
        assertThat(heartbeats()).as("after 10 s").isEqualTo(beats);
        wakeAfter(Duration.ofSeconds(5));
        assertThat(heartbeats()).as("after 15 s").isEqualTo(beats + 1);
        wakeAfter(Duration.ofSeconds(5));
        assertThat(heartbeats()).as("5 s later").isEqualTo(beats + 1);
    }

    /** The stream reads once it is woken: the log, and whether it was erased. */
    private void wakeAfter(Duration time) {
        long before = reads();
        clock.advance(time);
        hub.wake(List.of(session.id()));
        awaitReads(before + 2);
    }

    private void awaitReads(long number) {
        Until.isTrue("the stream reads", () -> reads() == number);
    }

    /** Each takes a connection for itself. */
    private long reads() {
        var borrowed = pools.getGauges().get("io.dropwizard.db.ManagedPooledDataSource.database.borrowed");
        return (long) requireNonNull(borrowed).getValue();
    }

    /** Readers who are all cut at once come back at some moment of this time after a second. */
    @ParameterizedTest
    @CsvSource({"0, 2000", "399, 2000", "999, 5000", "4999, 25000", "30000, 25000"})
    void moreReadersComeBackOverMoreTime(int others, long milliseconds) {
        IntStream.range(0, others).forEach(i -> hub.subscribe("session " + i, false));

        assertThat(hub.comeBackWithin()).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @Test
    void heartbeatTellsThatManyMoreWouldComeBack() {
        assertThat(retries()).singleElement(LONG).isBetween(1000L, 3000L);
        IntStream.range(0, 100_000).forEach(i -> hub.subscribe("session " + i, false));
        // A heartbeat may come while there are only some of them: the one after it tells the rest.
        awaitHeartbeats(heartbeats() + 2);
        var told = retries();
        awaitHeartbeats(heartbeats() + 5);

        assertThat(told).hasSizeGreaterThan(1).last(LONG).isBetween(1000L, 26_000L);
        assertThat(retries()).as("nobody came since").isEqualTo(told);
    }

    private List<Long> retries() {
        return sent().lines()
                .filter(line -> line.startsWith("retry: "))
                .map(line -> Long.valueOf(line.substring(7)))
                .toList();
    }

    /** Else an alert would not show that lines come late because the log cannot be read. */
    @Test
    void delayCountsFromTheWakeThoughTheLogCouldNotBeReadAtOnce() {
        outage.on = true;
        relay("item_1");
        hub.wake(List.of(session.id()));
        Until.isTrue("the stream fails to read", () -> outage.failed.get() > 0);
        long failing = System.nanoTime();
        int first = outage.failed.get();
        Until.isTrue("and again", () -> outage.failed.get() > first);
        long failed = System.nanoTime() - failing;
        outage.on = false;
        Until.isTrue("the line is sent", () -> sent().contains("item_1"));

        var delay = metrics.timer("viva.streams.delay");
        Until.isTrue("it is measured", () -> delay.getCount() == 1);
        assertThat(delay.getSnapshot().getMax()).isGreaterThanOrEqualTo(failed);
    }

    @Test
    void oneStatementReadsALine() {
        long before = reads();
        relay("item_1");
        hub.wake(List.of(session.id()));
        Until.isTrue("the line is sent", () -> sent().contains("item_1"));

        assertThat(reads() - before).isOne();
    }

    @Test
    void pollWakesOnlyAStreamThatLacksALine() {
        var poll = new LogPoll(database, hub);
        relay("item_1");
        poll.poll();
        Until.isTrue("the line is sent although nobody woke the stream", () -> sent().contains("item_1"));

        long before = reads();
        poll.poll();
        awaitHeartbeats(heartbeats() + 5);

        assertThat(reads() - before).as("the poll's own").isOne();
    }

    private void relay(String item) {
        log.append(session.id(), new TranscriptLine(item, Role.STUDENT, "Where?", true, null, null, null, null, null));
    }

    private void awaitHeartbeats(int number) {
        Until.isTrue("heartbeats come", () -> heartbeats() >= number);
    }

    private int heartbeats() {
        return (int) sent().lines().filter(line -> line.equals(":")).count();
    }

    private String sent() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
