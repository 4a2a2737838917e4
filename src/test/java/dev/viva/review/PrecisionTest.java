package dev.viva.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.assessment.SignedAssessment;
import dev.viva.model.CriterionScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static final int SESSIONS = 105;

    private final List<Integer> sizes = new ArrayList<>();
    private final List<List<CriterionScore>> before = new ArrayList<>();

    private static List<ReviewDao.Judged> judged() {
        return IntStream.range(0, SESSIONS)
                .mapToObj(i -> new ReviewDao.Judged(
                        "ses_" + i, "communication", "1", "greeting", Outcome.MET.label(), "model", "digest", i))
                .toList();
    }

    /** What was read is gone as soon as more is read. */
    private List<SignedAssessment> signed(List<String> sessionIds) {
        sizes.add(sessionIds.size());
        before.forEach(List::clear);
        before.clear();
        return sessionIds.stream().map(this::signed).toList();
    }

    private SignedAssessment signed(String sessionId) {
        List<CriterionScore> scores = new ArrayList<>();
        scores.add(new CriterionScore("greeting", 1, List.of("item_1"), "Warmly.", null));
        before.add(scores);
        return new SignedAssessment(sessionId, "rat_1", "communication", "1", 1, scores, Instant.EPOCH);
    }

    @Test
    void fewAssessmentsAreInMemoryAtATime() {
        var report = new Precision(PrecisionTest::judged, this::signed).report();

        assertThat(sizes).allMatch(size -> size <= 10);
        assertThat(report.criteria()).singleElement().satisfies(greeting -> {
            assertThat(greeting.pairs()).isEqualTo(SESSIONS);
            assertThat(greeting.precision()).isEqualTo(1);
        });
    }

    @Test
    void countsAsIndependentWhatWasSignedBeforeAnyoneAsked() {
        assertThat(independent(1)).isEqualTo(1);
        assertThat(independent(0)).isZero();
        assertThat(independent(-1)).isZero();
    }

    private int independent(long firstAskedAt) {
        var judged = new ReviewDao.Judged(
                "ses_1", "communication", "1", "greeting", Outcome.MET.label(), "model", "digest", firstAskedAt);
        return new Precision(() -> List.of(judged), this::signed)
                .report()
                .criteria()
                .getFirst()
                .independent();
    }
}
