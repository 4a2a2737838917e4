package dev.viva.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.PersonKeys;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
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
        assertThatCode(() -> requireFree(PLACE, CLOSES - 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> requireFree(PLACE, CLOSES))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.failure()).isEqualTo(Failure.EXAM_NOT_OPEN));
    }

    /** It took the white space of ASCII alone for the same. */
    @Test
    void anAttemptOfAnEarlierVersionIsUsed() {
        var clock = new TestClock();
        String session = Databases.session(database, clock).id();
        database.commits().run(PLACE.examId(), transaction -> {
            ExamDao exams = transaction.dao(ExamDao.class);
            exams.insert(new ExamDao.Row(
                    PLACE.examId(), "OSCE", "knee-after-football", "hana-suzuki", null, null, 0, CLOSES, 0, 0, null));
            exams.take(PLACE.examId(), "name 山田\u3000太郎", session, PLACE.code(), "山田\u3000太郎", 0);
        });

        assertThatThrownBy(() -> requireFree(placeOf("山田\u3000太郎"), 0))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.failure()).isEqualTo(Failure.ATTEMPT_USED));
        assertThatCode(() -> requireFree(placeOf("山田\u3000花子"), 0)).doesNotThrowAnyException();
    }

    private static Place placeOf(String name) {
        return new Place(PLACE.examId(), PersonKeys.of(null, name), name, PLACE.code(), null, PLACE.closes());
    }

    private void requireFree(Place place, long now) {
        database.commits().run(place.examId(), transaction -> Exams.requireFree(transaction, place, now));
    }
}
