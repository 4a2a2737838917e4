package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class GroupCommitTest {
    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder, 16, 8);
        database.commits()
                .commit(
                        "schema",
                        transaction -> transaction
                                .handle()
                                .execute("CREATE TABLE t (k TEXT PRIMARY KEY, v INTEGER NOT NULL)"));
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void answersOnlyWhenOthersCanReadTheRow() {
        int changed = insert("a", 1);

        assertThat(changed).isEqualTo(1);
        assertThat(stored()).containsExactly("a");
    }

    @Test
    void invariant8FailedWriteRevealsNoValues() {
        assertThatThrownBy(() -> database.commits()
                        .commit(
                                "a",
                                transaction -> transaction
                                        .handle()
                                        .createUpdate("INSERT INTO t (k, v) VALUES (:k, NULL)")
                                        .bind("k", "what was said")
                                        .execute()))
                .satisfies(failure -> assertThat(Throwables.getStackTraceAsString(failure))
                        .containsPattern("(?i)not.null")
                        .doesNotContain("what was said"));
    }

    @Test
    void notifiesListenersOnlyOfCommittedWrites() {
        var notified = new ConcurrentLinkedQueue<String>();
        var visible = new ConcurrentLinkedQueue<List<String>>();
        database.commits().onCommitted((Collection<String> keys) -> {
            visible.add(stored());
            notified.addAll(keys); // last, because the test waits for it
        });

        insert("a", 1);
        assertThatThrownBy(() -> database.commits().commit("refused", transaction -> {
                    throw new ProblemException(Failure.ITEM_CONFLICT);
                }))
                .isInstanceOf(ProblemException.class);
        insert("b", 1);

        // Callers are answered first, then listeners are notified.
        Until.isTrue("both writes are notified", () -> notified.contains("b"));
        assertThat(notified).containsSubsequence("a", "b").doesNotContain("refused");
        assertThat(visible).contains(List.of("a"), List.of("a", "b"));
    }

    @Test
    void triesOnceMoreAfterItWaitedTooLongForALock() {
        assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
        insert("a", 1);
        try (var stopped = engine.jdbi(folder).open()) {
            stopped.begin();
            stopped.execute("UPDATE t SET v = 2 WHERE k = 'a'");
            var tries = new AtomicInteger();
            int changed = database.commits().commit("a", transaction -> {
                if (tries.incrementAndGet() == 2) {
                    stopped.rollback(); // as PostgreSQL does with a transaction that is idle for too long
                }
                transaction.handle().execute("SET LOCAL statement_timeout = 100");
                return transaction.handle().execute("UPDATE t SET v = 3 WHERE k = 'a'");
            });
            assertThat(changed).isEqualTo(1);
            assertThat(tries).hasValue(2);
        }
    }

    @Test
    void failedWriteDoesNotAffectOthers() throws Exception {
        List<Future<Integer>> results = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            for (int i = 0; i < 6; i++) {
                String key = i == 3 ? "bad" : "good-" + i;
                results.add(callers.submit(() -> insert(key, key.equals("bad") ? null : 1)));
            }
            waitForQueue(6);
            blocked.countDown();

            for (int i = 0; i < 6; i++) {
                Future<Integer> result = results.get(i);
                if (i == 3) {
                    assertThatThrownBy(result::get)
                            .cause()
                            .satisfies(e ->
                                    assertThat(((ProblemException) e).failure()).isEqualTo(Failure.INTERNAL_ERROR));
                } else {
                    assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(1);
                }
            }
        }
        assertThat(stored()).hasSize(5).doesNotContain("bad");
    }

    @Test
    void doesTogetherWhatCallersAskForAlike() throws Exception {
        var runs = new ConcurrentLinkedQueue<List<String>>();
        Together<String, String> together = (transaction, inputs) -> {
            runs.add(inputs);
            inputs.forEach(input -> insertIn(transaction, input, input.equals("bad") ? null : 1));
            return inputs.stream().map(input -> input + " is stored").toList();
        };
        List<Future<String>> results = new ArrayList<>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var inputs : List.of(List.of("a", "b", "c"), List.of("d", "bad", "e"))) {
                var blocked = BusyWriter.hold(database.commits(), callers);
                inputs.forEach(input ->
                        results.add(callers.submit(() -> database.commits().commit(input, 1, together, input))));
                waitForQueue(3);
                blocked.countDown();
                Until.isTrue("all are answered", () -> results.stream().allMatch(Future::isDone));
            }
        }
        assertThat(results)
                .filteredOn(result -> result.state() == Future.State.SUCCESS)
                .extracting(Future::resultNow)
                .containsExactly("a is stored", "b is stored", "c is stored", "d is stored", "e is stored");
        assertThat(stored()).containsExactly("a", "b", "c", "d", "e");
        assertThat(runs)
                .containsExactly(
                        List.of("a", "b", "c"), List.of("bad", "d", "e"), List.of("bad"), List.of("d"), List.of("e"));
    }

    @Test
    void takesLocksOnceAndInTheirOrderBeforeAllWritesOfATransaction() throws Exception {
        var done = new ConcurrentLinkedQueue<String>();
        // Each write has a lock of its own: its name says that it is the same.
        Function<String, Transaction.Lock> lock =
                name -> new Transaction.Lock(name, transaction -> done.add(name + " locked"));
        var results = new ArrayList<Future<?>>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            for (String key : List.of("a", "b second", "c first", "d second")) {
                Write<Boolean> write = transaction -> done.add(key);
                results.add(callers.submit(() -> key.equals("a")
                        ? database.commits().commit(key, write)
                        : database.commits().commitLocking(lock.apply(key.substring(2)), key, write)));
            }
            waitForQueue(4);
            blocked.countDown();
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(done).containsExactly("first locked", "second locked", "a", "b second", "c first", "d second");
        database.commits().commit("e", transaction -> done.add("e"));
        assertThat(done).endsWith("d second", "e");
    }

    @Test
    void doesLittleTogetherWhenItIsLong() throws Exception {
        database.stop();
        database = Databases.open(engine, folder, 100, 100); // so that one batch has room for all
        var runs = new ConcurrentLinkedQueue<List<String>>();
        Together<String, String> together = (transaction, inputs) -> {
            runs.add(inputs);
            return inputs;
        };
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            for (String input : List.of("a", "b", "c", "d")) {
                callers.submit(() -> database.commits().commit(input, 60_000, together, input));
            }
            waitForQueue(4);
            blocked.countDown();
        }
        assertThat(runs).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void refusesWritesAboveItsQueueLimit() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            var waiting = IntStream.range(0, 16)
                    .mapToObj(i -> callers.submit(() -> insert("k" + i, i)))
                    .toList();
            waitForQueue(16);

            assertThatThrownBy(() -> insert("too-many", 1)).satisfies(e -> {
                assertThat(((ProblemException) e).failure()).isEqualTo(Failure.OVERLOADED);
                assertThat(((ProblemException) e).retryAfter()).isNotNull();
            });

            blocked.countDown();
            for (var result : waiting) {
                result.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(stored()).hasSize(16).doesNotContain("too-many");
    }

    @Test
    void commitsWaitingWritesBeforeItStops() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            var result = callers.submit(() -> insert("last", 1));
            waitForQueue(1);
            var stopped = callers.submit(() -> {
                database.commits().stop();
                return true;
            });
            blocked.countDown();

            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(stored()).containsExactly("last");
    }

    private void waitForQueue(int size) {
        Until.isTrue("writes wait", () -> database.commits().waiting() == size);
    }

    private int insert(String key, @Nullable Integer value) {
        return database.commits().commit(key, transaction -> insertIn(transaction, key, value));
    }

    private static int insertIn(Transaction transaction, String key, @Nullable Integer value) {
        return transaction.handle().execute("INSERT INTO t (k, v) VALUES (?, ?)", key, value);
    }

    private List<String> stored() {
        return database.read()
                .withHandle(h -> h.createQuery("SELECT k FROM t ORDER BY k")
                        .mapTo(String.class)
                        .list());
    }
}
