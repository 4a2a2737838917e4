package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.viva.session.DueSessions;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ReadsTest {
    private static final Transaction.Sql KEYS = new Transaction.Sql("SELECT k FROM t WHERE v <= ? ORDER BY k LIMIT ?");
    /** A query by a DAO takes 80 KB. */
    private static final long BYTES_OF_A_QUERY = 15_000;

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder, 16, 8);
        database.commits().run("schema", transaction -> {
            transaction.handle().execute("CREATE TABLE t (k TEXT PRIMARY KEY, v INTEGER NOT NULL)");
            transaction.handle().execute("INSERT INTO t VALUES ('a', 1), ('b', 2), ('c', 3)");
        });
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void readsAllRowsOrTheFirst() {
        assertThat(database.reads().all(KEYS, row -> row.getString(1), 2, 10)).containsExactly("a", "b");
        assertThat(database.reads().all(KEYS, row -> row.getString(1), 0, 10)).isEmpty();
        assertThat(database.reads().first(KEYS, row -> row.getString(1), 3, 10)).hasValue("a");
        assertThat(database.reads().first(KEYS, row -> row.getString(1), 0, 10)).isEmpty();
    }

    @Test
    void givesItsConnectionBackAfterAFailure() {
        var wrong = new Transaction.Sql("SELECT missing FROM t");
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> database.reads().all(wrong, row -> row.getString(1)))
                    .isInstanceOfSatisfying(
                            JdbiException.class,
                            e -> assertThat(StorageErrors.isTransient(e)).isFalse());
        }
        assertThat(database.reads().all(KEYS, row -> row.getString(1), 1, 1)).containsExactly("a");
    }

    /** An idle service asks these each second, and allocates little else. */
    @Test
    void questionsOfEachSecondAllocateLittle() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Reads reads = database.reads();
        int rounds = 200;
        long before = 0;
        for (int i = -rounds; i < rounds; i++) { // the first ones load classes
            if (i == 0) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            assertThat(DueSessions.withCall(reads).size()
                            + DueSessions.pastDeadline(reads, 1, 1).size())
                    .isZero();
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / rounds / 2;
        assertThat(each).isPositive().isLessThan(BYTES_OF_A_QUERY);
    }
}
