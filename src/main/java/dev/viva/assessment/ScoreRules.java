package dev.viva.assessment;

import dev.viva.model.AssessmentState;
import dev.viva.model.CandidateVerdict;
import dev.viva.model.CriterionScore;
import dev.viva.model.NewAssessment;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an assessment by a rubric may say, and what it must say to be signed. */
final class ScoreRules {
    private final Rubric rubric;
    private final Map<String, RubricCriterion> criteria;
    private final Set<String> lines;

    /** @param lines the ids of the session's lines */
    ScoreRules(Rubric rubric, Set<String> lines) {
        this.rubric = rubric;
        this.criteria = rubric.criteria().stream().collect(Collectors.toMap(RubricCriterion::id, Function.identity()));
        this.lines = lines;
    }

    /** @throws ProblemException {@code invalid_body} with each thing that is wrong */
    void require(NewAssessment given) {
        if (!given.rubricVersion().equals(rubric.version())) {
            throw ProblemException.invalidBody(
                    "/rubric_version", "the rubric has changed: its version is now " + rubric.version());
        }
        var problem = new ProblemException(Failure.INVALID_BODY);
        boolean signed = given.state() == AssessmentState.SIGNED;
        var seen = new HashSet<String>();
        for (int i = 0; i < given.scores().size(); i++) {
            CriterionScore score = given.scores().get(i);
            String place = "/scores/" + i;
            RubricCriterion criterion = criteria.get(score.criterionId());
            if (criterion == null) {
                problem.at(place + "/criterion_id", "the rubric has no such criterion");
            } else if (!seen.add(criterion.id())) {
                problem.at(place + "/criterion_id", "has a score already");
            } else {
                check(criterion, score, signed, place, problem);
            }
        }
        if (signed) {
            rubric.criteria().stream()
                    .filter(criterion -> !seen.contains(criterion.id()))
                    .forEach(criterion -> problem.at(
                            "/scores",
                            criterion.id() + " needs an entry before you sign; without a value if it"
                                    + " could not be judged"));
        }
        if (!problem.errors().isEmpty()) {
            throw first50(problem);
        }
    }

    private void check(
            RubricCriterion criterion, CriterionScore score, boolean signed, String place, ProblemException problem) {
        int lowest = lowest(criterion.scale());
        int highest = highest(criterion.scale());
        Integer value = score.value();
        if (value != null && (value < lowest || value > highest)) {
            problem.at(place + "/value", "must be from " + lowest + " to " + highest);
        }
        List<String> evidence = Objects.requireNonNullElse(score.evidence(), List.of());
        for (int i = 0; i < evidence.size(); i++) {
            if (!lines.contains(evidence.get(i))) {
                problem.at(place + "/evidence/" + i, "this session has no such line");
            }
        }
        checkVerdicts(criterion, Objects.requireNonNullElse(score.confirmedProposal(), List.of()), place, problem);
        if (signed && criterion.evidenceRequired() && isAbove(value, lowest) && evidence.isEmpty()) {
            problem.at(place + "/evidence", "name at least one line that shows it, before you sign");
        }
    }

    /** That the debrief has proposed the line is not asked: what a person says of it stands when the rules change. */
    private void checkVerdicts(
            RubricCriterion criterion, List<CandidateVerdict> verdicts, String place, ProblemException problem) {
        var seen = new HashSet<List<String>>();
        for (int i = 0; i < verdicts.size(); i++) {
            CandidateVerdict verdict = verdicts.get(i);
            String at = place + "/confirmed_proposal/" + i;
            if (!takes(criterion, verdict.candidateId())) {
                problem.at(at + "/candidate_id", "this criterion has no such candidates");
            } else if (!lines.contains(verdict.itemId())) {
                problem.at(at + "/item_id", "this session has no such line");
            } else if (!seen.add(List.of(verdict.candidateId(), verdict.itemId()))) {
                problem.at(at, "has a verdict already");
            }
        }
    }

    /** Whether a criterion names an item of the debrief, or its kind. */
    private static boolean takes(RubricCriterion criterion, String candidateId) {
        return Objects.requireNonNullElse(criterion.candidates(), List.<String>of()).stream()
                .anyMatch(candidates -> candidateId.equals(candidates) || candidateId.startsWith(candidates + "/"));
    }

    private static boolean isAbove(@Nullable Integer value, int lowest) {
        return value != null && value > lowest;
    }

    /** As many errors as a problem holds. */
    private static ProblemException first50(ProblemException problem) {
        var errors = problem.errors();
        return new ProblemException(Failure.INVALID_BODY).at(errors.subList(0, Math.min(50, errors.size())));
    }

    static int lowest(RubricScale scale) {
        return scale == RubricScale.BINARY ? 0 : 1;
    }

    static int highest(RubricScale scale) {
        return switch (scale) {
            case BINARY -> 1;
            case THREE -> 3;
            case FIVE -> 5;
        };
    }
}
