package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a place in an exam requires in the transaction that takes it. */
class ExamsTest {
    private static final long CLOSES = 1_800_000;
    private static final Place PLACE =
            new Place("exm_1", "name kim lee", "Kim Lee", "K7MQ-2XPA", null, Instant.ofEpochMilli(CLOSES));

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(folder);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    /** It may have waited for the storage since it was asked whether the exam is open. */
    @Test
    void anExamThatClosedMeanwhileIsNotBegun() {
        assertThatCode(() -> requireFree(CLOSES - 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> requireFree(CLOSES))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.failure()).isEqualTo(Failure.EXAM_NOT_OPEN));
    }

    private void requireFree(long now) {
        database.commits().run(PLACE.examId(), transaction -> Exams.requireFree(transaction, PLACE, now));
    }
}
