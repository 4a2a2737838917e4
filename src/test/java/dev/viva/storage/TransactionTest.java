package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Throwables;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.Transaction.Sql;
import dev.viva.testing.BusyWriter;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.Until;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that wait for the next one have the effects that they had alone. */
@ParameterizedClass
@EnumSource(Engine.class)
class TransactionTest {
    private static final Sql INSERT = new Sql("INSERT INTO t (k, v) VALUES (?, ?)");
    private static final Sql FIND = new Sql("SELECT v FROM t WHERE k = ?");
    private static final RowsSql FIND_ALL = RowsSql.reading("SELECT k FROM t WHERE k IN (:rows)", 1);

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private Database database;

    /** As the code's own DAOs. */
    interface Rows {
        @SqlQuery("SELECT COUNT(*) FROM t")
        int count();
    }

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
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
    void everyLaterStatementSeesAChange() {
        database.commits().run("a", transaction -> {
            Rows taken = transaction.dao(Rows.class);
            assertThat(taken.count()).isZero();

            transaction.update(INSERT, "a", 1);
            assertThat(taken.count()).as("a DAO that was taken before").isEqualTo(1);

            transaction.update(INSERT, "b", 2);
            assertThat(transaction.first(FIND, row -> row.getInt(1), "b")).hasValue(2);

            transaction.update(INSERT, "c", 3);
            assertThat(transaction.all(FIND_ALL, List.of(List.of("a"), List.of("c")), row -> row.getString(1)))
                    .contains("a", "c");
        });
        assertThat(stored()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsFoundLaterIsFoundInItsOrder() {
        database.commits().run("a", transaction -> {
            var before = transaction.allLater(FIND_ALL, List.of(List.of("a")), row -> row.getString(1));
            transaction.update(INSERT, "a", 1);
            var after = transaction.allLater(FIND_ALL, List.of(List.of("a")), row -> row.getString(1));

            assertThat(transaction.first(FIND, row -> row.getInt(1), "none")).isEmpty();
            assertThat(before.get()).isEmpty();
            assertThat(after.get()).contains("a");
        });
    }

    @Test
    void manyChangesAreStoredInOneCommit() {
        database.commits()
                .run(
                        "a",
                        transaction -> IntStream.range(0, 100)
                                .forEach(i -> transaction.update(INSERT, "k%02d".formatted(i), i)));

        assertThat(stored()).hasSize(100);
    }

    /** The commit is where PostgreSQL hears of the last changes. */
    @Test
    void changeThatFailsWithTheCommitFailsAlone() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            var good = callers.submit(() -> insert("a-good", 1));
            var bad = callers.submit(() -> insert("b-bad", null));
            Until.isTrue("both wait", () -> database.commits().waiting() == 2);
            blocked.countDown();

            assertThat(good.get(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> bad.get(60, TimeUnit.SECONDS))
                    .satisfies(failure -> assertThat(Throwables.getStackTraceAsString(failure))
                            .containsPattern("(?i)not.null")
                            .doesNotContain("b-bad"));
        }
        assertThat(stored()).containsExactly("a-good");
        assertThat(insert("c-after", 1)).isTrue();
    }

    @Test
    void refusedWriteTakesNothingFromTheOneBeforeIt() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var blocked = BusyWriter.hold(database.commits(), callers);
            var good = callers.submit(() -> insert("a", 1));
            var refused = callers.submit(() -> database.commits().commit("b", transaction -> {
                throw new ProblemException(Failure.ITEM_CONFLICT);
            }));
            Until.isTrue("both wait", () -> database.commits().waiting() == 2);
            blocked.countDown();

            assertThat(good.get(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> refused.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);
        }
        assertThat(stored()).containsExactly("a");
    }

    private boolean insert(String key, @Nullable Integer value) {
        return database.commits().commit(key, transaction -> {
            transaction.update(INSERT, key, value);
            return true;
        });
    }

    private List<String> stored() {
        return engine.jdbi(folder)
                .withHandle(h -> h.createQuery("SELECT k FROM t ORDER BY k")
                        .mapTo(String.class)
                        .list());
    }
}
