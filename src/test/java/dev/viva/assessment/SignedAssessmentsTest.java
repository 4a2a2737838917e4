package dev.viva.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
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
class SignedAssessmentsTest {
    private static final String ADA = "ada@example.org";
    private static final String GRACE = "grace@example.org";

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private Database database;
    private String session;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(engine, folder);
        session = Databases.session(database, new TestClock()).id();
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    private void store(String name, String rubric, int version, boolean signed) {
        String rater = new Raters(database).of(name);
        database.commits()
                .run(
                        session,
                        transaction -> transaction
                                .dao(AssessmentDao.class)
                                .store(new AssessmentDao.Row(
                                        session,
                                        rater,
                                        rubric,
                                        version,
                                        "1",
                                        signed ? "signed" : "draft",
                                        "[]",
                                        1,
                                        1,
                                        signed ? 1L : null)));
    }

    /** As rubric and version. */
    private List<String> rows(@Nullable String rubric) {
        return database
                .read()
                .withExtension(AssessmentDao.class, dao -> dao.signed(List.of(session, "ses_none"), rubric))
                .stream()
                .map(row -> row.rubricId() + " " + row.version())
                .toList();
    }

    private List<String> shownTo(String reader) {
        return new SignedAssessments(database)
                .of(List.of(session, "ses_none"), null, reader).versions().stream()
                        .map(each -> each.rubricId() + " " + each.version())
                        .toList();
    }

    private int leftOutFor(String reader) {
        return new SignedAssessments(database)
                .of(List.of(session, "ses_none"), null, reader)
                .leftOut();
    }

    @Test
    void theDatabaseGivesWhatIsSignedByTheRubric() {
        store(ADA, "communication", 1, true);
        store(ADA, "communication", 2, false);
        store(ADA, "physiotherapy", 1, true);
        store(ADA, "physiotherapy", 2, true);

        assertThat(rows("communication")).containsExactly("communication 1");
        assertThat(rows("physiotherapy")).containsExactly("physiotherapy 1", "physiotherapy 2");
        assertThat(rows(null)).containsExactly("communication 1", "physiotherapy 1", "physiotherapy 2");
    }

    @Test
    void aReaderSeesNothingByARubricThatTheyHaveBegun() {
        store(ADA, "communication", 1, true);
        store(ADA, "physiotherapy", 1, true);
        store(GRACE, "communication", 1, false);
        store(GRACE, "physiotherapy", 1, true);
        store(GRACE, "physiotherapy", 2, false);

        assertThat(shownTo(GRACE)).containsExactly("physiotherapy 1", "physiotherapy 1");
        assertThat(shownTo(ADA))
                .as("raters stand in the order of their pseudonyms")
                .containsExactlyInAnyOrder("communication 1", "physiotherapy 1", "physiotherapy 1");
        assertThat(shownTo("nobody@example.org")).hasSize(3);
    }

    @Test
    void aReaderIsToldHowManyAssessmentsTheyDoNotSee() {
        store(ADA, "communication", 1, true);
        store(ADA, "communication", 2, true);
        store("lin@example.org", "communication", 1, true);
        store("lin@example.org", "physiotherapy", 1, true);
        store(GRACE, "communication", 1, false);

        assertThat(leftOutFor(GRACE)).isEqualTo(2);
        assertThat(leftOutFor(ADA)).isZero();
    }
}
