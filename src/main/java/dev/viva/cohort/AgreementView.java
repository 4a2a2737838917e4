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
    /** Figures from fewer encounters would say more about chance than about raters. */
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
        assessed.forEach(encounter -> units.add(values(criterion, encounter.assessments())));
        var ratings = new Ratings(units);
        int encounters = ratings.units().size();
        int raters = ratings.raters().size();
        if (encounters < MIN_ENCOUNTERS) {
            return new CriterionAgreement(criterion.id(), encounters, raters, true, null, null, null);
        }
        OptionalDouble alpha =
                criterion.scale() == RubricScale.BINARY ? ratings.nominalAlpha() : ratings.ordinalAlpha();
        double percent = 100 * ratings.agreement().orElseThrow();
        return new CriterionAgreement(
                criterion.id(),
                encounters,
                raters,
                false,
                Math.round(percent * 10) / 10.0,
                rounded(ratings.cohenKappa()),
                rounded(alpha));
    }

    /** What each rater gave, in the version that they made before they could see others' scores. */
    private Map<String, Integer> values(RubricCriterion criterion, List<SignedAssessment> assessments) {
        var values = new TreeMap<String, Integer>();
        for (SignedAssessment assessment : assessments) {
            boolean counts = assessment.isBlind()
                    && assessment.rubricId().equals(rubric.rubricId())
                    && assessment.rubricVersion().equals(rubric.version());
            if (counts) {
                for (CriterionScore score : assessment.scores()) {
                    Integer value = score.value();
                    if (score.criterionId().equals(criterion.id()) && value != null) {
                        values.put(assessment.rater(), value);
                    }
                }
            }
        }
        return values;
    }

    private static @Nullable Double rounded(OptionalDouble figure) {
        return figure.isEmpty() ? null : Math.round(figure.getAsDouble() * 1000) / 1000.0;
    }
}
