package dev.viva.assessment;

import dev.viva.model.CandidateVerdict;
import dev.viva.model.CriterionScore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores as the student reads them: without what a good plan contains, which the ids of its candidates tell. */
final class StudentScores {
    private static final String SHOWN = "communication/";

    private StudentScores() {}

    static List<CriterionScore> of(List<CriterionScore> scores) {
        return scores.stream()
                .map(score -> new CriterionScore(
                        score.criterionId(),
                        score.value(),
                        score.evidence(),
                        score.comment(),
                        shown(score.confirmedProposal())))
                .toList();
    }

    private static @Nullable List<CandidateVerdict> shown(@Nullable List<CandidateVerdict> verdicts) {
        if (verdicts == null) {
            return null;
        }
        List<CandidateVerdict> shown = verdicts.stream()
                .filter(verdict -> verdict.candidateId().startsWith(SHOWN))
                .toList();
        return shown.isEmpty() ? null : shown;
    }
}
