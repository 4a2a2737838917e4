package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.Until;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The single writer survives any batch, and reports an unknown outcome as unknown. */
class GroupCommitSurvivalTest {
    @TempDir
    Path folder;

    /** What the connection throws once, by method. */
    private final Map<String, Throwable> faults = new ConcurrentHashMap<>();

    /** The same, from the failing commit on. */
    private final Map<String, Throwable> afterTheCommit = new ConcurrentHashMap<>();

    /** Why no connection can be opened. */
    private final AtomicReference<@Nullable SQLException> refusal = new AtomicReference<>();

    private final AtomicInteger openings = new AtomicInteger();

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Jdbi jdbi;
    private GroupCommit commits;

    @BeforeEach
    void open() {
        String url = "jdbc:sqlite:" + folder.resolve("test.db") + "?journal_mode=WAL&busy_timeout=5000";
        jdbi = Jdbi.create(url).installPlugin(new SqlObjectPlugin());
        jdbi.useHandle(h -> h.execute("CREATE TABLE t (k TEXT PRIMARY KEY)"));
        jdbi.useHandle(h -> h.execute("CREATE TABLE commit_mark (writer TEXT PRIMARY KEY, number BIGINT)"));
        var failing = Jdbi.create(() -> failing(connection(url))).installPlugin(new SqlObjectPlugin());
        commits = new GroupCommit(failing, DatabaseConfiguration.defaults(), new MetricRegistry());
        commits.start();
    }

    @AfterEach
    void close() throws Exception {
        commits.stop();
        callers.close();
    }

    @Test
    void lostCommitWithoutAMarkHasAnUnknownOutcome() {
        jdbi.useHandle(h -> h.execute("DELETE FROM commit_mark"));
        faults.put("commit", new SQLException("the connection is lost", "08006"));

        assertOfUnknownFate(() -> insert("lost"));

        assertThat(insert("after")).isEqualTo(1);
        assertThat(stored()).containsExactly("after");
        List<String> marks = jdbi.withHandle(h -> h.createQuery("SELECT writer FROM commit_mark")
                .mapTo(String.class)
                .list());
        assertThat(marks).as("the mark of the next batch").hasSize(1);
    }

    /** As when the password was changed: no write can be stored, so none is tried alone. */
    @Test
    void refusedLoginIsOneOutageOfAllWrites() throws Exception {
        var held = BusyWriter.hold(commits, callers);
        faults.put("commit", new SQLException("the connection is lost", "08006"));
        refusal.set(new SQLException("password authentication failed", "28P01"));
        var writes = Stream.of("one", "two", "three")
                .map(key -> callers.submit(() -> insert(key)))
                .toList();
        Until.isTrue("they wait", () -> commits.waiting() == writes.size());
        int before = openings.get();
        held.countDown();

        for (var write : writes) {
            assertThatThrownBy(() -> write.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
        }
        assertThat(openings.get() - before)
                .as("one for the fate of the commit, one for all writes")
                .isEqualTo(2);
        assertThat(commits.outage()).hasValue("The database cannot be opened. Nothing can be stored.");

        refusal.set(null);
        assertThat(insert("after")).isEqualTo(1);
        assertThat(commits.outage()).isEmpty();
    }

    static List<Throwable> faultsOfTheDriver() {
        return List.of(
                new SQLException("a statement failed", "XX000"),
                new IllegalStateException("a fault of the driver"),
                new NoClassDefFoundError("a fault of the installation"));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheDriver")
    void outcomeThatCannotBeQueriedIsUnknown(Throwable fault) {
        faults.put("commit", new SQLException("the connection is lost", "08006"));
        afterTheCommit.put("prepareStatement", fault);

        assertOfUnknownFate(() -> insert("lost"));
        assertThat(afterTheCommit).isEmpty();

        assertThat(insert("after")).isEqualTo(1);
        assertThat(stored()).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"setAutoCommit", "getAutoCommit", "prepareStatement", "commit", "rollback", "close", "abort"})
    void storesTheNextBatchAfterAnyDriverFault(String method) {
        insert("before");
        faults.put(method, new IllegalStateException("a fault of the driver"));
        insertAndForget("during");
        faults.put(method, new IllegalStateException("a fault of the driver"));
        faults.putIfAbsent("commit", new SQLException("the connection is lost", "08006"));
        insertAndForget("during, lost");
        faults.clear();

        assertThat(insert("after")).isEqualTo(1);
        assertThat(stored()).contains("before", "after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "57014", "0A000"})
    void triesOnceMoreAWriteThatCollidedWithAnotherTransaction(String state) {
        faults.put("prepareStatement", new SQLException("another transaction was in the way", state));

        assertThat(insert("collided")).isEqualTo(1);
        assertThat(faults).isEmpty();
        assertThat(stored()).containsExactly("collided");
    }

    @Test
    void triesAWriteThatCollidesTwiceAtMost() {
        var tries = new AtomicInteger();
        Write<Integer> colliding = transaction -> {
            tries.incrementAndGet();
            throw new Transaction.StatementException(new SQLException("a deadlock", "40P01"));
        };
        assertThatThrownBy(() -> commits.commit("colliding", colliding))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
        assertThat(tries).hasValue(2);
    }

    @Test
    void storesTheNextBatchAfterAListenerFailure() {
        commits.onCommitted(keys -> {
            throw new AssertionError("a fault of a listener");
        });
        insert("notified");

        assertThat(insert("after")).isEqualTo(1);
        assertThat(stored()).containsExactly("after", "notified");
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is missing is a fault of ours, which the compiler keeps out elsewhere
    void failsAllCallersOfABatchThatCannotStart() throws Exception {
        var held = BusyWriter.hold(commits, callers);
        var bad = callers.submit(() -> commits.commit(null, transaction -> 1));
        var beside = callers.submit(() -> insert("beside"));
        Until.isTrue("both writes wait", () -> commits.waiting() == 2);
        held.countDown();

        for (var one : List.of(bad, beside)) {
            assertThatThrownBy(() -> one.get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
        }
        assertThat(insert("after")).isEqualTo(1);
        assertThat(stored()).containsExactly("after");
    }

    private int insert(String key) {
        return commits.commit(key, transaction -> transaction.handle().execute("INSERT INTO t (k) VALUES (?)", key));
    }

    private static void assertOfUnknownFate(ThrowingCallable insert) {
        assertThatThrownBy(insert).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE);
            assertThat(e.detail()).contains("not known whether");
        });
    }

    /** The write is answered, with success or failure. */
    private void insertAndForget(String key) {
        try {
            insert(key);
        } catch (ProblemException e) {
            assertThat(e.failure()).isIn(Failure.STORAGE_UNAVAILABLE, Failure.INTERNAL_ERROR);
        }
    }

    private List<String> stored() {
        return jdbi.withHandle(h ->
                h.createQuery("SELECT k FROM t ORDER BY k").mapTo(String.class).list());
    }

    private Connection connection(String url) throws SQLException {
        openings.incrementAndGet();
        SQLException refused = refusal.get();
        if (refused != null) {
            throw refused;
        }
        return DriverManager.getConnection(url);
    }

    private Connection failing(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    Throwable fault = faults.remove(method.getName());
                    if (fault != null) {
                        if (method.getName().equals("commit")) {
                            faults.putAll(afterTheCommit);
                            afterTheCommit.clear();
                        }
                        throw fault;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }
}
