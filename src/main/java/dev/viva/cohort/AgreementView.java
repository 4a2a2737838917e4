package dev.viva.cohort;

import dev.viva.assessment.SignedAssessment;
import dev.viva.model.Agreement;
import dev.viva.model.CriterionAgreement;
import dev.viva.model.CriterionScore;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far raters agree in each criterion of a rubric. */
final class AgreementView {
    /** Figures from fewer encounters, or of fewer candidates, would say more about chance than about raters. */
    static final int MIN_ENCOUNTERS = 10;

    private final Rubric rubric;

    AgreementView(Rubric rubric) {
        this.rubric = rubric;
    }

    Agreement of(Group group, List<Group.Assessed> assessed) {
        return new Agreement(
                group.name(),
                group.scenarioId(),
                rubric.rubricId(),
                rubric.version(),
                rubric.criteria().stream()
                        .map(criterion -> of(criterion, assessed))
                        .toList());
    }

    private CriterionAgreement of(RubricCriterion criterion, List<Group.Assessed> assessed) {
        var units = new ArrayList<Map<String, Integer>>();
        var candidates = new ArrayList<Map<String, Integer>>();
        for (Group.Assessed encounter : assessed) {
            List<SignedAssessment> counted = counted(encounter.assessments());
            units.add(values(criterion, counted));
            candidates.addAll(Candidates.of(criterion.id(), counted).verdicts().values());
        }
        var ratings = new Ratings(units);
        int encounters = ratings.units().size();
        boolean tooFew = encounters < MIN_ENCOUNTERS;
        var verdicts = new Ratings(candidates);
        int judged = verdicts.units().size();
        boolean tooFewJudged = judged < MIN_ENCOUNTERS;
        return new CriterionAgreement(
                criterion.id(),
                encounters,
                ratings.raters().size(),
                tooFew,
                tooFew ? null : percent(ratings),
                tooFew ? null : rounded(ratings.cohenKappa()),
                tooFew ? null : rounded(alpha(criterion, ratings)),
                criterion.candidates() == null ? null : judged,
                tooFewJudged ? null : percent(verdicts),
                tooFewJudged ? null : rounded(verdicts.nominalAlpha()));
    }

    private static OptionalDouble alpha(RubricCriterion criterion, Ratings ratings) {
        return criterion.scale() == RubricScale.BINARY ? ratings.nominalAlpha() : ratings.ordinalAlpha();
    }

    private static double percent(Ratings ratings) {
        return Math.round(1000 * ratings.agreement().orElseThrow()) / 10.0;
    }

    /** Those that raters made by this rubric before they could see others' scores. */
    private List<SignedAssessment> counted(List<SignedAssessment> assessments) {
        return assessments.stream()
                .filter(assessment -> assessment.isBlind()
                        && assessment.rubricId().equals(rubric.rubricId())
                        && assessment.rubricVersion().equals(rubric.version()))
                .toList();
    }

    /** What each rater gave. */
    private static Map<String, Integer> values(RubricCriterion criterion, List<SignedAssessment> assessments) {
        var values = new TreeMap<String, Integer>();
        for (SignedAssessment assessment : assessments) {
            for (CriterionScore score : assessment.scores()) {
                Integer value = score.value();
                if (score.criterionId().equals(criterion.id()) && value != null) {
                    values.put(assessment.rater(), value);
                }
            }
        }
        return values;
    }

    private static @Nullable Double rounded(OptionalDouble figure) {
        return figure.isEmpty() ? null : Math.round(figure.getAsDouble() * 1000) / 1000.0;
    }
}
