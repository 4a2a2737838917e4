package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReviewStoreTest {
    private static final Set<String> QUESTIONS = Set.of("greets", "listens", "!canary");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @ParameterizedTest
    @EnumSource
    void refusalBecauseOfTheDaysBoundChangesNothing(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, QUESTIONS.size(), Duration.ofMinutes(1), clock);
            String session = Databases.session(database, clock).id();
            var subject = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            var begun = store.begin(subject, QUESTIONS);
            assertThat(begun.taken()).isTrue();
            store.answer(begun.stored().row(), answer("greets", 0, Outcome.MET));
            store.answer(begun.stored().row(), answer("listens", 1, Outcome.UNAVAILABLE));
            store.finish(begun.stored().row(), false, 0);

            assertThatThrownBy(() -> store.begin(subject, QUESTIONS))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.failure()).isEqualTo(Failure.BUDGET_EXHAUSTED));

            assertThat(store.usedToday()).isEqualTo(QUESTIONS.size());
            assertThat(store.list(session).getFirst().answers())
                    .extracting(ReviewDao.Answer::outcome)
                    .containsExactly("met", "unavailable");
            clock.advance(Duration.ofDays(1));
            assertThat(store.begin(subject, QUESTIONS).taken()).isTrue();
            assertThat(store.usedToday())
                    .as("the answer that stays is not asked for")
                    .isEqualTo(QUESTIONS.size() - 1);
            assertThat(store.list(session).getFirst().answers())
                    .extracting(ReviewDao.Answer::outcome)
                    .containsExactly("met");
        } finally {
            database.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void chargesADayForWhatIsSentAlone(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, QUESTIONS.size(), Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            var unsent = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            assertThat(store.begin(unsent, Set.of()).taken()).isTrue();
            assertThat(store.usedToday()).isZero();

            var subject = new ReviewStore.Subject(session, "communication", "1", "1".repeat(64), "a-model");
            var row = store.begin(subject, QUESTIONS).stored().row();
            clock.advance(Duration.ofDays(1));
            assertThat(store.begin(subject, QUESTIONS).taken())
                    .as("it was left")
                    .isTrue();
            store.finish(row, false, 2);
            assertThat(store.usedToday())
                    .as("the day that was charged gets them back")
                    .isEqualTo(QUESTIONS.size());
            clock.advance(Duration.ofDays(-1));
            assertThat(store.usedToday()).isEqualTo(1);
        } finally {
            database.stop();
        }
    }

    /** Whatever the first review answered: whoever signs after it may have read it. */
    @ParameterizedTest
    @EnumSource
    void saysWhenAnyoneFirstAskedForAReviewByTheRubric(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, 0, Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            long first = clock.millis();
            judged(store, new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a"), Outcome.UNCLEAR);
            judged(store, new ReviewStore.Subject(session, "other", "1", "0".repeat(64), "a"), Outcome.MET);
            judged(store, new ReviewStore.Subject(session, "communication", "2", "1".repeat(64), "b"), Outcome.MET);

            assertThat(store.judged())
                    .extracting(ReviewDao.Judged::rubricId, ReviewDao.Judged::firstAskedAt)
                    .containsExactly(tuple("communication", first), tuple("other", first + 1_000));
        } finally {
            database.stop();
        }
    }

    private void judged(ReviewStore store, ReviewStore.Subject subject, Outcome outcome) {
        var row = store.begin(subject, QUESTIONS).stored().row();
        store.answer(row, answer("greets", 0, outcome, row.id()));
        store.finish(row, true, 0);
        clock.advance(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void aCriterionThatWasSwitchedOffIsAskedAboutOnceItIsOnAgain(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, 0, Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            var subject = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            var row = store.begin(subject, Set.of("listens")).stored().row();
            store.answer(row, answer("greets", 0, Outcome.SWITCHED_OFF));
            store.answer(row, answer("listens", 1, Outcome.UNCLEAR));
            store.finish(row, true, 0);

            assertThat(store.begin(subject, Set.of("listens")).taken()).isFalse();
            var again = store.begin(subject, Set.of("greets", "listens"));
            assertThat(again.taken()).isTrue();
            assertThat(again.stored().answers())
                    .extracting(ReviewDao.Answer::criterionId)
                    .containsExactly("listens");
            assertThat(store.usedToday()).isEqualTo(2);
        } finally {
            database.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTranscriptThatWasTooLongIsAskedAboutAgainOnlyWhereItNowMayBeSent(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, 0, Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            var subject = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            var row = store.begin(subject, Set.of()).stored().row();
            store.answer(row, answer("greets", 0, Outcome.TOO_LONG));
            store.finish(row, true, 0);

            assertThat(store.begin(subject, Set.of()).taken()).isFalse();
            assertThat(store.begin(subject, QUESTIONS).taken()).isTrue();
            assertThat(store.usedToday()).isEqualTo(QUESTIONS.size());
        } finally {
            database.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isNotLeftWhileSomebodySaysThatTheyWorkOnIt(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, 0, Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            var subject = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            var row = store.begin(subject, QUESTIONS).stored().row();
            for (int i = 0; i < 3; i++) {
                clock.advance(Duration.ofMinutes(4));
                store.keep(row);
            }
            assertThat(store.begin(subject, QUESTIONS).taken()).isFalse();
            assertThat(store.isLeft(store.list(session).getFirst().row())).isFalse();

            store.finish(row, false, 0);
            store.keep(row);
            assertThat(store.list(session).getFirst().row().takenUntil()).isZero();
        } finally {
            database.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerTakesThePlaceOfAGapAndNoneOfAnAnswer(Engine engine) throws Exception {
        var database = Databases.open(engine, folder);
        try {
            var store = new ReviewStore(database, 0, Duration.ofMinutes(6), clock);
            String session = Databases.session(database, clock).id();
            var subject = new ReviewStore.Subject(session, "communication", "1", "0".repeat(64), "a-model");
            var row = store.begin(subject, QUESTIONS).stored().row();
            for (Outcome outcome : List.of(Outcome.UNAVAILABLE, Outcome.MET, Outcome.NOT_MET, Outcome.UNAVAILABLE)) {
                store.answer(row, answer("greets", 0, outcome));
            }
            assertThat(store.list(session).getFirst().answers())
                    .extracting(ReviewDao.Answer::outcome)
                    .containsExactly("met");
        } finally {
            database.stop();
        }
    }

    private ReviewDao.Answer answer(String criterion, int place, Outcome outcome) {
        return answer(criterion, place, outcome, "prp_" + criterion);
    }

    private ReviewDao.Answer answer(String criterion, int place, Outcome outcome, String proposal) {
        return new ReviewDao.Answer(
                criterion,
                place,
                proposal,
                outcome.label(),
                null,
                null,
                null,
                "a-model",
                "0".repeat(64),
                clock.millis());
    }
}
