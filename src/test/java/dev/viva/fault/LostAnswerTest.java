package dev.viva.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.contract.WireJson;
import dev.viva.history.History;
import dev.viva.history.StoredEvents;
import dev.viva.model.SessionEvent;
import dev.viva.model.Warning;
import dev.viva.model.WarningCode;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.transcript.TranscriptLog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits whose answer is lost: the service checks whether they happened, so it writes nothing twice. */
class LostAnswerTest {
    @TempDir
    Path folder;

    private final OnceFailing faults = new OnceFailing();
    private final MetricRegistry metrics = new MetricRegistry();
    private final TestClock clock = new TestClock();
    private final ConcurrentLinkedQueue<String> notified = new ConcurrentLinkedQueue<>();
    private Database database;
    private TranscriptLog log;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        FaultyDriver.set(folder.toString(), faults);
        database = Database.open(DatabaseConfiguration.defaults(), folder, metrics);
        database.start();
        database.commits().onCommitted(notified::addAll);
        log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        session = Databases.session(database, clock);
        notified.clear();
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
        FaultyDriver.clear(folder.toString());
    }

    @Test
    void acknowledgesACommittedWriteAndWakesListeners() throws Exception {
        faults.after.set(this::commits);

        note();

        Until.isTrue("listeners are notified", () -> notified.contains(session.id()));
        assertThat(stored()).containsExactly(1L);
    }

    @Test
    void writesACommittedBatchOnce() throws Exception {
        List<Long> answered = batchOf(5, faults.after::set);

        assertThat(answered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(stored()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void retriesABatchThatWasNotCommitted() throws Exception {
        List<Long> answered = batchOf(5, faults.before::set);

        assertThat(answered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(stored()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void reportsAnUnknownOutcomeAndWakesListeners() throws Exception {
        faults.after.set(this::commits);
        faults.before.set(step -> step.sql().contains("SET number = number"));

        assertThatThrownBy(() -> note())
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
        Until.isTrue("listeners are notified", () -> notified.contains(session.id()));
        assertThat(stored()).containsExactly(1L);

        note();
        assertThat(stored()).containsExactly(1L, 2L);
    }

    /** Writes this many rows in one batch whose commit fails. */
    private List<Long> batchOf(int count, Consumer<Predicate<SqlFaults.Step>> fault) throws Exception {
        var answers = new ArrayList<Future<Long>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var release = BusyWriter.hold(database.commits(), callers);
            for (int i = 1; i <= count; i++) {
                answers.add(callers.submit(this::note));
            }
            var waiting = Objects.requireNonNull(metrics.getGauges().get("viva.commit.queue"));
            Until.isTrue("all writes wait", () -> waiting.getValue().equals(count));
            fault.accept(this::commits);
            release.countDown();
        }
        var numbers = new ArrayList<Long>();
        for (var answer : answers) {
            numbers.add(answer.get());
        }
        return numbers;
    }

    private boolean commits(SqlFaults.Step step) {
        return step.commit() && step.values().contains(session.id());
    }

    /** A write without a unique key: done twice, it would be stored twice. */
    private Long note() {
        var warning = new Warning(WarningCode.PATIENT_SILENT, "Ask again.", null, false);
        SessionEvent event = log.appendWarning(session.id(), null, warning);
        return Objects.requireNonNull(event.seq());
    }

    private List<Long> stored() throws SQLException {
        try (var events = new StoredEvents("jdbc:sqlite:" + folder.resolve("viva.db"))) {
            return events.of(session.id()).stream().map(History.Frame::seq).toList();
        }
    }

    /** Fails one step of each given kind. */
    private static final class OnceFailing implements SqlFaults {
        private final AtomicReference<Predicate<Step>> before = new AtomicReference<>();
        private final AtomicReference<Predicate<Step>> after = new AtomicReference<>();

        @Override
        public void before(Step step) throws SQLException {
            fail(before, step);
        }

        @Override
        public void after(Step step) throws SQLException {
            fail(after, step);
        }

        private static void fail(AtomicReference<Predicate<Step>> which, Step step) throws SQLException {
            Predicate<Step> chosen = which.get();
            if (chosen != null && chosen.test(step) && which.compareAndSet(chosen, null)) {
                throw new SQLTransientConnectionException("the connection broke");
            }
        }
    }
}
