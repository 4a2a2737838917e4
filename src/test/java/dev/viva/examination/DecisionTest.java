package dev.viva.examination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viva.model.Catalog;
import dev.viva.model.CatalogEntry;
import dev.viva.model.CatalogId;
import dev.viva.model.Examination;
import dev.viva.model.ExaminationAsker;
import dev.viva.model.ExaminationOutcome;
import dev.viva.model.ExaminationResult;
import dev.viva.model.ExaminationTopic;
import dev.viva.model.Phase;
import dev.viva.model.Side;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
    private static final Tests TESTS = Tests.of(List.of(
            new Catalog(
                    CatalogId.SPECIAL_TESTS,
                    "Special tests",
                    List.of(
                            test("lachman", true, false),
                            test("gait", false, false),
                            test("groin", true, true),
                            test("stairs", false, false),
                            test("phalen", true, false),
                            test("palpation-abdomen", false, true))),
            new Catalog(CatalogId.INTERVENTIONS, "Interventions", List.of(test("splint", false, false)))));

    private static final List<ExaminationTopic> CASE = List.of(
            topic("lachman", null, null, result(Side.RIGHT, "8 mm"), result(Side.LEFT, "Firm")),
            topic("gait", null, "gait-report", result(null, "A short step")),
            topic("groin", null, null, result(Side.RIGHT, "Sore"), result(Side.LEFT, "Not sore")),
            topic("stairs", "Not on the first walk; the patient says: I'd sooner not.", null, result(null, "Slow")),
            topic("retired-test", null, null, result(null, "Kept by an older case")));

    @Test
    void findsWhatTheCaseHolds() {
        assertThat(examined("lachman", Side.RIGHT, false))
                .isEqualTo(new Examination(
                        "exam_1",
                        "lachman",
                        "Name of lachman",
                        Side.RIGHT,
                        ExaminationOutcome.FOUND,
                        "8 mm",
                        "Reply to 8 mm",
                        null,
                        null,
                        ExaminationAsker.PANEL));
        assertThat(examined("lachman", Side.LEFT, false).finding()).isEqualTo("Firm");
        assertThat(examined("gait", null, false).media()).containsExactly("gait-report");
    }

    @Test
    void ignoresASideThatTheTestDoesNotHave() {
        assertThat(examined("gait", Side.LEFT, false).side()).isNull();
        assertThat(examined("gait", Side.LEFT, false).finding()).isEqualTo("A short step");
    }

    @ParameterizedTest
    @CsvSource({"lachman", "groin", "phalen"})
    void asksForASideWhetherTheCaseHasTheTestOrNot(String test) {
        var examination = examined(test, null, true);

        assertThat(examination.outcome()).isEqualTo(ExaminationOutcome.SIDE_NEEDED);
        assertThat(examination.detail()).isEqualTo(Decision.SIDE_NEEDED);
        assertThat(Decision.isStored(examination)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"groin", "palpation-abdomen"})
    void asksForConsentWhetherTheCaseHasTheTestOrNot(String test) {
        var examination = examined(test, Side.RIGHT, false);

        assertThat(examination.outcome()).isEqualTo(ExaminationOutcome.CONSENT_NEEDED);
        assertThat(examination.finding()).isNull();
        assertThat(examination.reply()).isNull();
        assertThat(Decision.isStored(examination)).isFalse();
    }

    @Test
    void refusesWhatWouldHarmWithTheCasesWords() {
        var examination = examined("stairs", null, true);

        assertThat(examination.outcome()).isEqualTo(ExaminationOutcome.CONTRAINDICATED);
        assertThat(examination.detail()).isEqualTo("Not on the first walk.");
        assertThat(examination.reply()).isEqualTo("I'd sooner not.");
        assertThat(examination.finding()).isNull();
        assertThat(Decision.isStored(examination)).isTrue();
    }

    @Test
    void neverCallsNormalWhatIsNotInTheCase() {
        var examination = examined("phalen", Side.RIGHT, true);

        assertThat(examination.outcome()).isEqualTo(ExaminationOutcome.NOT_IN_CASE);
        assertThat(examination.detail()).isEqualTo("Nothing is recorded for this test.");
        assertThat(examination.toString()).doesNotContainIgnoringCase("normal");
        assertThat(Decision.isStored(examination)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"unheard-of", "splint"})
    void refusesWhatIsNoTest(String id) {
        assertThatThrownBy(() -> examined(id, null, true)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.failure()).isEqualTo(Failure.INVALID_BODY);
            assertThat(e.errors().getFirst().pointer()).isEqualTo("/test_id");
        });
    }

    @Test
    void performsATestThatOnlyTheFrozenCaseStillHas() {
        assertThat(examined("retired-test", null, false).name()).isEqualTo("Topic of retired-test");
    }

    @Test
    void beginsAfterTheHistory() {
        assertThatThrownBy(() -> Decision.of(CASE, TESTS, asked("lachman", Side.RIGHT, true), Phase.SUBJECTIVE))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.failure()).isEqualTo(Failure.EXAMINATION_NOT_BEGUN));
        assertThat(Decision.of(CASE, TESTS, asked("lachman", Side.RIGHT, true), Phase.TREATMENT_PLAN)
                        .outcome())
                .isEqualTo(ExaminationOutcome.FOUND);
    }

    private static Examination examined(String test, @Nullable Side side, boolean consent) {
        return Decision.of(CASE, TESTS, asked(test, side, consent), Phase.OBJECTIVE);
    }

    private static AskedTest asked(String test, @Nullable Side side, boolean consent) {
        return new AskedTest("exam_1", test, side, consent, ExaminationAsker.PANEL);
    }

    private static ExaminationTopic topic(
            String test, @Nullable String contraindication, @Nullable String media, ExaminationResult... results) {
        return new ExaminationTopic(
                "Topic of " + test, test, null, null, contraindication, List.of(results), null, null, media);
    }

    private static ExaminationResult result(@Nullable Side side, String finding) {
        return new ExaminationResult(side, finding, "Reply to " + finding);
    }

    private static CatalogEntry test(String id, boolean sides, boolean consent) {
        return new CatalogEntry(
                id,
                "Name of " + id,
                "Knee",
                sides,
                null,
                null,
                null,
                null,
                null,
                consent,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "Source");
    }
}
