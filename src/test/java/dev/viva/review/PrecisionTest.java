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

    /** They may have read what the first review proposed, whenever another follows. */
    @Test
    void nobodyJudgesIndependentlyOfAReviewThatCameFirst() {
        List<ReviewDao.Judged> reviews = List.of(asked("3", 2_000), asked("2", 1_000), asked("1", -1_000));

        assertThat(independent(reviews)).containsExactly(0);
        assertThat(independent(reviews.subList(0, 2))).containsExactly(1);
    }

    private List<Integer> independent(List<ReviewDao.Judged> reviews) {
        return new Precision(() -> reviews, this::signed)
                .report().criteria().stream()
                        .filter(criterion -> criterion.promptDigest().equals("3"))
                        .map(criterion -> criterion.independent())
                        .toList();
    }

    private static ReviewDao.Judged asked(String promptDigest, long at) {
        return new ReviewDao.Judged(
                "ses_1", "communication", "1", "greeting", Outcome.MET.label(), "model", promptDigest, at);
    }
}
