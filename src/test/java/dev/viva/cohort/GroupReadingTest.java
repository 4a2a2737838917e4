package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.assessment.SignedAssessment;
import dev.viva.assessment.SignedAssessments.Seen;
import dev.viva.model.CriterionScore;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import dev.viva.session.Session;
import dev.viva.session.SessionDao;
import dev.viva.storage.Database;
import dev.viva.testing.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A group is read a few encounters at a time. */
class GroupReadingTest {
    private static final String NAME = "Physio 2";
    private static final int ENCOUNTERS = 105;
    private static final Rubric RUBRIC = new Rubric(
            "communication",
            "1",
            "Communication",
            null,
            "A book",
            List.of(new RubricCriterion("greeting", "Greets", RubricScale.BINARY, List.of("No", "Yes"), false, null)));

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws Exception {
        database = Databases.open(folder);
        database.commits().run("all", transaction -> {
            SessionDao sessions = transaction.dao(SessionDao.class);
            sessions.freeze(Databases.SUBJECT.caseDigest(), "{}", 0);
            for (int i = 0; i < ENCOUNTERS; i++) {
                sessions.insert(id(i), Databases.SUBJECT, null, i / 2, i + 1_800_000);
                sessions.setParticipant(id(i), new Session.Participant(null, NAME));
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        database.stop();
    }

    private static String id(int number) {
        return "ses_%03d".formatted(number);
    }

    private static List<String> newest(int count) {
        return IntStream.range(0, count).mapToObj(i -> id(ENCOUNTERS - 1 - i)).toList();
    }

    private Group group(Group.Signed signed) {
        return new Group(database, signed, NAME, null);
    }

    @Test
    void fewEncountersHaveTheirAssessmentsInMemory() {
        Set<String> waiting = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        List<String> read = new ArrayList<>();

        group((ids, rubricId) -> {
                    waiting.addAll(ids);
                    sizes.add(waiting.size());
                    return new Seen(List.of(), 1);
                })
                .read(Integer.MAX_VALUE, null, encounter -> {
                    waiting.remove(encounter.session().id());
                    read.add(encounter.session().id());
                });

        assertThat(read).isEqualTo(newest(ENCOUNTERS));
        assertThat(sizes).allMatch(size -> size <= 10);
    }

    @Test
    void readsNoMoreThanAskedFor() {
        List<String> assessed = new ArrayList<>();
        List<String> read = new ArrayList<>();

        group((ids, rubricId) -> {
                    assessed.addAll(ids);
                    return new Seen(List.of(), 1);
                })
                .read(12, null, encounter -> read.add(encounter.session().id()));

        assertThat(read).isEqualTo(newest(12));
        assertThat(assessed).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "100, true", "104, true", "105, false", "200, false"})
    void saysWhetherThereAreOlderOnes(int most, boolean older) {
        List<String> read = new ArrayList<>();

        var unread = group((ids, rubricId) -> new Seen(List.of(), ids.size()))
                .read(most, null, encounter -> read.add(encounter.session().id()));

        assertThat(read).isEqualTo(newest(Math.min(most, ENCOUNTERS)));
        assertThat(unread).isEqualTo(new Group.Unread(older, read.size()));
    }

    /** Two raters agree on each encounter. What was read is gone as soon as more is read. */
    private static final class Fleeting implements Group.Signed {
        private final List<List<CriterionScore>> before = new ArrayList<>();

        @Override
        public Seen of(List<String> sessionIds, @Nullable String rubricId) {
            assertThat(rubricId).isEqualTo(RUBRIC.rubricId());
            before.forEach(List::clear);
            before.clear();
            List<SignedAssessment> all = sessionIds.stream()
                    .flatMap(id -> Stream.of(signed(id, "rat_1"), signed(id, "rat_2")))
                    .toList();
            return new Seen(all, 0);
        }

        private SignedAssessment signed(String sessionId, String rater) {
            List<CriterionScore> scores = new ArrayList<>();
            scores.add(new CriterionScore("greeting", 1, List.of("item_1"), "Warmly.", null));
            before.add(scores);
            return new SignedAssessment(
                    sessionId, rater, RUBRIC.rubricId(), RUBRIC.version(), 1, scores, Instant.EPOCH);
        }
    }

    @Test
    void theMatrixKeepsNoAssessment() {
        var matrix = new MatrixView(RUBRIC, new Students(Map.of())).of(group(new Fleeting()));

        assertThat(matrix.rows()).hasSize(ENCOUNTERS);
        assertThat(matrix.columns().getFirst().judged()).isEqualTo(ENCOUNTERS);
    }

    @Test
    void theAgreementKeepsNoAssessment() {
        var greeting =
                new AgreementView(RUBRIC).of(group(new Fleeting())).criteria().getFirst();

        assertThat(greeting.encounters()).isEqualTo(ENCOUNTERS);
        assertThat(greeting.percent()).isEqualTo(100);
    }

    @Test
    void theAgreementCountsWhatIsByAnotherVersionOfTheRubric() {
        Group.Signed signed = (ids, rubricId) -> new Seen(
                ids.stream()
                        .flatMap(id ->
                                Stream.of(by(id, "rat_1", "0", 1), by(id, "rat_1", "0", 2), by(id, "rat_2", "1", 1)))
                        .toList(),
                0);

        var agreement = new AgreementView(RUBRIC).of(group(signed));

        assertThat(agreement.otherVersions()).as("first versions alone").isEqualTo(ENCOUNTERS);
        assertThat(agreement.criteria().getFirst().encounters()).isZero();
    }

    private static SignedAssessment by(String sessionId, String rater, String rubricVersion, int version) {
        List<CriterionScore> scores = List.of(new CriterionScore("greeting", 1, null, null, null));
        return new SignedAssessment(sessionId, rater, RUBRIC.rubricId(), rubricVersion, version, scores, Instant.EPOCH);
    }
}
