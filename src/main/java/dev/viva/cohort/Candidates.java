package dev.viva.cohort;

import dev.viva.assessment.SignedAssessment;
import dev.viva.model.CandidateVerdict;
import dev.viva.model.CriterionScore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What raters say of the candidates of one criterion in one encounter: 1 where they confirm, 0 where they refuse.
 *
 * @param verdicts by item and line, each by rater
 */
record Candidates(Map<String, Map<String, Integer>> verdicts) {
    static Candidates of(String criterionId, List<SignedAssessment> assessments) {
        var verdicts = new TreeMap<String, Map<String, Integer>>();
        for (SignedAssessment assessment : assessments) {
            for (CriterionScore score : assessment.scores()) {
                List<CandidateVerdict> given = score.confirmedProposal();
                if (score.criterionId().equals(criterionId) && given != null) {
                    given.forEach(verdict -> verdicts.computeIfAbsent(key(verdict), candidate -> new TreeMap<>())
                            .put(assessment.rater(), verdict.confirmed() ? 1 : 0));
                }
            }
        }
        return new Candidates(verdicts);
    }

    /** An item of the debrief and a line. */
    static String key(CandidateVerdict verdict) {
        return verdict.candidateId() + ":" + verdict.itemId();
    }

    /** How many of them more raters have confirmed than refused; null where nobody has judged one. */
    @Nullable
    Integer confirmed() {
        return verdicts.isEmpty()
                ? null
                : (int) verdicts.values().stream()
                        .filter(Candidates::isConfirmed)
                        .count();
    }

    private static boolean isConfirmed(Map<String, Integer> byRater) {
        Collection<Integer> given = byRater.values();
        return 2 * given.stream().mapToInt(Integer::intValue).sum() > given.size();
    }
}
