package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.problem.Secret;
import dev.viva.testing.Until;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue is bounded in number, bytes and time; each test blocks the writer to reach a bound. */
class GroupCommitBoundsTest {
    private static final int QUEUE = 16;
    private static final int BATCH = 4;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Jdbi jdbi;
    private GroupCommit commits;

    @BeforeEach
    void open() {
        jdbi = Jdbi.create("jdbc:sqlite:" + folder.resolve("test.db") + "?journal_mode=WAL&busy_timeout=5000");
        jdbi.installPlugin(new SqlObjectPlugin());
        jdbi.useHandle(h -> h.execute("CREATE TABLE t (k TEXT PRIMARY KEY)"));
        jdbi.useHandle(h -> h.execute("CREATE TABLE commit_mark (writer TEXT PRIMARY KEY, number BIGINT)"));
        begin(Duration.seconds(30));
    }

    private void begin(Duration timeout) {
        var config = new DatabaseConfiguration(
                "", "", new Secret(""), 2, QUEUE, BATCH, timeout, Duration.seconds(3), Duration.seconds(5));
        commits = new GroupCommit(jdbi, DatabaseFile.none(), config, new MetricRegistry(), nanos::get);
        commits.start();
    }

    @AfterEach
    void close() throws Exception {
        commits.stop();
        callers.close();
    }

    @Test
    void refusesWritesAboveTheQueuesByteLimit() throws Exception {
        var held = hold();
        long most = QUEUE * WriteQueue.BYTES_EACH;
        var first = callers.submit(() -> insert("large", most - 100));
        Until.isTrue("the write waits", () -> commits.waiting() == 1);

        assertOverloaded(() -> insert("too-large", 101));
        var second = callers.submit(() -> insert("fits", 100));
        Until.isTrue("the write waits", () -> commits.waiting() == 2);

        held.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(insert("room-again", most)).isEqualTo(1);
        assertThat(stored()).containsExactly("fits", "large", "room-again");
    }

    @Test
    void neverStoresAWriteAbandonedBeforeItStarts() throws Exception {
        commits.stop();
        begin(Duration.milliseconds(200));
        var held = hold();

        assertOverloaded(() -> insert("given-up", 10));
        held.countDown();

        Until.isTrue("the queue is empty", () -> commits.waiting() == 0);
        commits.stop();
        begin(Duration.seconds(30));
        insert("after", 10);
        assertThat(stored()).containsExactly("after");
    }

    @Test
    void reportsAnInterruptedWriteAsPossiblyStored() throws Exception {
        commits.stop();
        begin(Duration.milliseconds(200));
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        ProblemException failure;
        do { // a busy machine may not begin it in time: then it is never begun
            failure = catchThrowableOfType(
                    ProblemException.class,
                    () -> commits.commit("a", transaction -> {
                        begun.countDown();
                        int rows = transaction.handle().execute("INSERT INTO t (k) VALUES ('begun')");
                        await(release);
                        return rows;
                    }));
        } while (begun.getCount() > 0);

        assertThat(failure.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE);
        assertThat(failure.detail()).contains("not known whether");
        release.countDown();
        Until.isTrue("the write is stored", () -> stored().contains("begun"));
    }

    @Test
    void splitsALongTransaction() throws Exception {
        var held = hold();
        var slow = callers.submit(() -> commits.commit("a", transaction -> {
            nanos.addAndGet(GroupCommit.MAX_TRANSACTION.toNanos());
            return transaction.handle().execute("INSERT INTO t (k) VALUES ('slow')");
        }));
        Future<List<String>> seen = callers.submit(() -> commits.commit("b", transaction -> stored()));
        Until.isTrue("both writes wait", () -> commits.waiting() == 2);
        held.countDown();

        assertThat(slow.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(seen.get(60, TimeUnit.SECONDS))
                .as("readable by others while the second write runs")
                .containsExactly("slow");
    }

    @Test
    void splitsALargeTransaction() throws Exception {
        var held = hold();
        var large = callers.submit(() -> insert("large", BATCH * WriteQueue.BYTES_EACH));
        Until.isTrue("the write waits", () -> commits.waiting() == 1);
        Future<List<String>> seen = callers.submit(() -> commits.commit("z", transaction -> stored()));
        Until.isTrue("both writes wait", () -> commits.waiting() == 2);
        held.countDown();

        assertThat(large.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(seen.get(60, TimeUnit.SECONDS)).containsExactly("large");
    }

    /** Keeps the writer busy until the latch opens. */
    private CountDownLatch hold() throws InterruptedException {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        callers.submit(() -> {
            while (running.getCount() > 0) {
                try {
                    commits.commit("hold", transaction -> {
                        running.countDown();
                        return await(release);
                    });
                } catch (ProblemException late) {
                    // Begun, or again: a busy machine may not begin it in time.
                    assertThat(late.failure()).isIn(Failure.OVERLOADED, Failure.STORAGE_UNAVAILABLE);
                }
            }
        });
        assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int insert(String key, long bytes) {
        return commits.commit(
                key, bytes, transaction -> transaction.handle().execute("INSERT INTO t (k) VALUES (?)", key));
    }

    private List<String> stored() {
        return jdbi.withHandle(h ->
                h.createQuery("SELECT k FROM t ORDER BY k").mapTo(String.class).list());
    }

    private static void assertOverloaded(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.OVERLOADED);
            assertThat(e.retryAfter()).isNotNull();
        });
    }
}
