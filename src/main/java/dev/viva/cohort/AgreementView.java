package dev.viva.cohort;

import static java.util.Objects.requireNonNull;

import dev.viva.assessment.SignedAssessment;
import dev.viva.model.Agreement;
import dev.viva.model.CriterionAgreement;
import dev.viva.model.CriterionScore;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<String, Given> given = new HashMap<>();
    private int otherVersions;

    /** What raters gave in a criterion: to each encounter, and to each candidate. */
    private record Given(List<Map<String, Integer>> values, List<Map<String, Integer>> verdicts) {
        Given() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    AgreementView(Rubric rubric) {
        this.rubric = rubric;
        rubric.criteria().forEach(criterion -> given.put(criterion.id(), new Given()));
    }

    /** Of the newest 1,000 encounters. */
    Agreement of(Group group) {
        Group.Unread unread = group.read(GroupResource.MAX_ENCOUNTERS, rubric.rubricId(), this::add);
        return new Agreement(
                group.name(),
                group.scenarioId(),
                rubric.rubricId(),
                rubric.version(),
                rubric.criteria().stream().map(this::agreement).toList(),
                otherVersions,
                unread.older(),
                unread.leftOut());
    }

    /** Only values and verdicts are kept: most of an assessment is comments and evidence. */
    private void add(Group.Assessed encounter) {
        List<SignedAssessment> counted = counted(encounter.assessments());
        given.forEach((criterionId, all) -> {
            all.values().add(values(criterionId, counted));
            all.verdicts().addAll(Candidates.of(criterionId, counted).verdicts().values());
        });
    }

    private CriterionAgreement agreement(RubricCriterion criterion) {
        Given all = requireNonNull(given.get(criterion.id()));
        var ratings = new Ratings(all.values());
        int encounters = ratings.units().size();
        boolean tooFew = encounters < MIN_ENCOUNTERS;
        var verdicts = new Ratings(all.verdicts());
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

    /** Those that raters made by the rubric as it is now, before they could see others' scores. */
    private List<SignedAssessment> counted(List<SignedAssessment> assessments) {
        List<SignedAssessment> blind =
                assessments.stream().filter(SignedAssessment::isBlind).toList();
        List<SignedAssessment> present = blind.stream()
                .filter(assessment -> assessment.rubricVersion().equals(rubric.version()))
                .toList();
        otherVersions += blind.size() - present.size();
        return present;
    }

    /** What each rater gave. */
    private static Map<String, Integer> values(String criterionId, List<SignedAssessment> assessments) {
        var values = new TreeMap<String, Integer>();
        for (SignedAssessment assessment : assessments) {
            for (CriterionScore score : assessment.scores()) {
                Integer value = score.value();
                if (score.criterionId().equals(criterionId) && value != null) {
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
