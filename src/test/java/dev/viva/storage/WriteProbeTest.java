package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage faults are noticed before a student's line fails, and no lost line is acknowledged. */
class WriteProbeTest {
    private static final String LONG = "x".repeat(100_000);

    @TempDir
    Path folder;

    private final MetricRegistry metrics = new MetricRegistry();
    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Database.open(DatabaseConfiguration.defaults(), folder, metrics);
        database.start();
        database.commits().commit("t", t -> t.handle().execute("CREATE TABLE t (k TEXT)"));
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    @Test
    void workingDatabaseHasNoFault() {
        assertThat(database.fault()).isEmpty();
    }

    @Test
    void probesOnlyWithoutARecentCommit() {
        assertThat(database.fault()).isEmpty();
        long before = commits();
        long begin = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            assertThat(database.fault()).isEmpty();
        }
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        assertThat(commits() - before)
                .as("commits for fifty checks: one a second")
                .isLessThanOrEqualTo(seconds + 1);
    }

    @Test
    void fullDiskIsAFaultUntilSpaceIsFreed() {
        onTheWriter("PRAGMA max_page_count = 1");

        assertRefused(() -> insert(LONG));
        Until.isTrue("the fault is reported", () -> database.fault().orElse("").contains("The disk is full."));
        assertRefused(() -> insert(LONG));
        assertThat(metrics.counter("viva.storage.outages").getCount()).isEqualTo(1);

        onTheWriter("PRAGMA max_page_count = 1000000");
        Until.isTrue("the fault is cleared", () -> database.fault().isEmpty());
        assertThat(insert(LONG)).isEqualTo(1);
    }

    @Test
    void fullDiskFailsEachWriteOfABatchAndIsOneOutage() throws Exception {
        onTheWriter("PRAGMA max_page_count = 1");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = IntStream.range(0, 20)
                    .mapToObj(i -> callers.submit(() -> insert(LONG)))
                    .toList();
            for (var one : all) {
                assertRefused(() -> {
                    try {
                        return one.get();
                    } catch (ExecutionException e) {
                        throw (Exception) e.getCause();
                    }
                });
            }
        }
        assertThat(metrics.counter("viva.storage.outages").getCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viva.db", "viva.db-wal"})
    void doesNotAcknowledgeCommitsToADeletedFile(String name) throws IOException {
        insert("before");
        Files.delete(folder.resolve(name));

        assertRefused(() -> insert("after"));
        assertRefused(() -> insert("after"));
        Until.isTrue("the fault is reported", () -> database.fault().orElse("").contains("deleted or replaced"));
        assertThat(folder.resolve(name)).as("no empty file is created").doesNotExist();
    }

    @Test
    void doesNotAcknowledgeCommitsToAReplacedFile() throws IOException {
        insert("before");
        Path file = folder.resolve("viva.db");
        Path copy = Files.copy(file, folder.resolve("backup.db"));
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);

        assertRefused(() -> insert("after"));
        Until.isTrue("the fault is reported", () -> database.fault().orElse("").contains("deleted or replaced"));
    }

    @Test
    void writesAgainAfterTheFolderIsMovedBack() throws IOException {
        Path file = folder.resolve("viva.db");
        Path away = Files.createDirectory(folder.resolve("away"));
        for (String name : List.of("viva.db", "viva.db-wal", "viva.db-shm")) {
            Files.move(folder.resolve(name), away.resolve(name));
        }
        assertRefused(() -> insert("meanwhile"));
        assertThat(file).doesNotExist();
        for (String name : List.of("viva.db", "viva.db-wal", "viva.db-shm")) {
            Files.move(away.resolve(name), folder.resolve(name));
        }
        Until.isTrue("the fault is cleared", () -> database.fault().isEmpty());
        assertThat(insert("after")).isEqualTo(1);
    }

    private long commits() {
        return metrics.timer("viva.commit.duration").getCount();
    }

    private int insert(String text) {
        return database.commits().commit("t", t -> t.handle().execute("INSERT INTO t (k) VALUES (?)", text));
    }

    /** Sets a pragma of the writer's connection. */
    private void onTheWriter(String pragma) {
        try {
            database.commits().commit("t", t -> t.handle().execute(pragma));
        } catch (ProblemException e) {
            // it takes effect at once and makes the mark of its own batch fail
            assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE);
        }
    }

    private static void assertRefused(Callable<?> write) {
        assertThatThrownBy(write::call)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORAGE_UNAVAILABLE));
    }
}
