package dev.viva.review;

import dev.viva.model.Proposal;
import dev.viva.model.Review;
import dev.viva.model.ReviewCanary;
import dev.viva.model.ReviewGap;
import dev.viva.model.ReviewQuote;
import dev.viva.model.ReviewState;
import dev.viva.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How faculty see a review. */
final class ReviewView {
    private ReviewView() {}

    /**
     * @param left whether nobody works on it although it is not finished
     * @param lines as they stand
     */
    static Review of(ReviewStore.Stored stored, boolean left, Lines lines) {
        ReviewDao.Row row = stored.row();
        var proposals = new ArrayList<Proposal>();
        var gaps = new ArrayList<ReviewGap>();
        Optional<ReviewQuote> suspicious = InjectionWords.in(lines.turns());
        ReviewCanary canary = ReviewCanary.UNKNOWN;
        for (ReviewDao.Answer answer : stored.answers()) {
            Outcome outcome = Outcome.of(answer.outcome());
            Optional<Verdict> verdict = outcome.verdict();
            if (answer.criterionId().equals(Criterion.CANARY.id())) {
                canary = canary(outcome);
                suspicious = outcome == Outcome.MET && quote(answer) != null
                        ? Optional.ofNullable(quote(answer))
                        : suspicious;
            } else if (verdict.isPresent()) {
                proposals.add(proposal(answer, verdict.get()));
            } else {
                gaps.add(new ReviewGap(answer.criterionId(), outcome.reason()));
            }
        }
        return new Review(
                row.id(),
                row.rubricId(),
                row.rubricVersion(),
                row.transcriptDigest(),
                row.transcriptDigest().equals(lines.digest()),
                left ? ReviewState.FAILED : ReviewState.fromValue(row.state()),
                row.model(),
                Instant.ofEpochMilli(row.askedAt()),
                row.finishedAt() == null ? null : Instant.ofEpochMilli(row.finishedAt()),
                List.copyOf(proposals),
                List.copyOf(gaps),
                suspicious.isPresent() ? ReviewCanary.ALARM : canary,
                suspicious.orElse(null));
    }

    private static ReviewCanary canary(Outcome outcome) {
        return switch (outcome) {
            case MET -> ReviewCanary.ALARM;
            case NOT_MET -> ReviewCanary.CLEAR;
            default -> ReviewCanary.UNKNOWN;
        };
    }

    private static Proposal proposal(ReviewDao.Answer answer, Verdict verdict) {
        return new Proposal(
                answer.proposalId(),
                answer.criterionId(),
                verdict,
                quote(answer),
                answer.confidence() == null ? null : answer.confidence() / 100.0,
                answer.model(),
                answer.promptDigest(),
                Instant.ofEpochMilli(answer.answeredAt()));
    }

    private static @Nullable ReviewQuote quote(ReviewDao.Answer answer) {
        return answer.itemId() == null || answer.quote() == null
                ? null
                : new ReviewQuote(answer.itemId(), answer.quote());
    }
}
