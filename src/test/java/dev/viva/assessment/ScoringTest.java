package dev.viva.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.content.CanonicalJson;
import dev.viva.contract.WireJson;
import dev.viva.library.TestContent;
import dev.viva.model.AssessmentState;
import dev.viva.model.CriterionScore;
import dev.viva.model.NewAssessment;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import dev.viva.session.Session;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.TestClock;
import dev.viva.transcript.TranscriptLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was signed stands, whatever becomes of its rubric. */
class ScoringTest {
    private static final String ADA = "ada@example.org";
    private static final Precondition NEW = new Precondition(null, true);
    /** Of an earlier version of the rubric, whose scale was another. */
    private static final List<CriterionScore> SCORES =
            List.of(new CriterionScore("a-criterion-that-is-gone", 5, null, "Well done.", null));

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private Session session;
    private Scoring scoring;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(folder);
        session = Databases.session(database, clock);
        var log = new TranscriptLog(database, Databases.NAMES, WireJson.mapper(), clock);
        scoring = new Scoring(database, TestContent.SHIPPED, log, clock);
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    private void stored(String rubric, AssessmentState state) {
        String rater = new Raters(database).of(ADA);
        var row = new AssessmentDao.Row(
                session.id(),
                rater,
                rubric,
                1,
                "0",
                state.toString(),
                CanonicalJson.write(SCORES),
                1,
                1,
                state == AssessmentState.SIGNED ? 1L : null);
        database.commits()
                .run(
                        session.id(),
                        transaction -> transaction.dao(AssessmentDao.class).store(row));
    }

    private static NewAssessment by(String rubric, AssessmentState state, List<CriterionScore> scores) {
        return new NewAssessment(rubric, "0", 1, state, scores);
    }

    @ParameterizedTest
    @ValueSource(strings = {"communication", "a-rubric-that-is-gone"})
    void theSameSignatureAgainStandsThoughItsRubricHasChanged(String rubric) {
        stored(rubric, AssessmentState.SIGNED);

        var again = scoring.put(session, ADA, by(rubric, AssessmentState.SIGNED, SCORES), NEW);

        assertThat(again.state()).isEqualTo(AssessmentState.SIGNED);
        assertThat(again.scores()).isEqualTo(SCORES);
    }

    @Test
    void whatSaysSomethingElseOrIsADraftFollowsTheRubricAsItIs() {
        stored("communication", AssessmentState.SIGNED);
        refused(by("communication", AssessmentState.SIGNED, List.of()));
        stored("communication", AssessmentState.DRAFT);
        refused(by("communication", AssessmentState.DRAFT, SCORES));
    }

    private void refused(NewAssessment given) {
        assertThatThrownBy(() -> scoring.put(session, ADA, given, new Precondition(null, false)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.failure()).isEqualTo(Failure.INVALID_BODY));
    }
}
