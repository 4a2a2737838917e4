package dev.viva.cohort;

import dev.viva.assessment.SignedAssessment;
import dev.viva.model.CriterionScore;
import dev.viva.model.Matrix;
import dev.viva.model.MatrixCell;
import dev.viva.model.MatrixColumn;
import dev.viva.model.MatrixRow;
import dev.viva.model.Rubric;
import dev.viva.model.RubricCriterion;
import dev.viva.model.RubricScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Students by criteria, from the signed assessments of a group by one rubric. */
final class MatrixView {
    private final Rubric rubric;
    private int otherVersions;

    MatrixView(Rubric rubric) {
        this.rubric = rubric;
    }

    /** @param assessed newest first */
    Matrix of(Group group, List<Group.Assessed> assessed) {
        List<MatrixRow> rows = new ArrayList<>();
        for (List<List<SignedAssessment>> encounters : byStudent(assessed).values()) {
            rows.add(row(rows.size() + 1, encounters));
        }
        return new Matrix(
                group.name(),
                group.scenarioId(),
                rubric.rubricId(),
                rubric.version(),
                rubric.criteria().stream()
                        .map(criterion -> column(criterion, rows))
                        .toList(),
                rows,
                otherVersions);
    }

    /** The assessed encounters of each student, newest first. The order of the students says nothing about them. */
    private Map<String, List<List<SignedAssessment>>> byStudent(List<Group.Assessed> assessed) {
        var students = new TreeMap<String, List<List<SignedAssessment>>>();
        for (Group.Assessed encounter : assessed) {
            List<SignedAssessment> counted = counted(encounter.assessments());
            if (!counted.isEmpty()) {
                students.computeIfAbsent(Students.key(encounter.session()), student -> new ArrayList<>())
                        .add(counted);
            }
        }
        return students;
    }

    /** The last version of each rater by this rubric as it is now. */
    private List<SignedAssessment> counted(List<SignedAssessment> assessments) {
        var last = new TreeMap<String, SignedAssessment>();
        for (SignedAssessment assessment : assessments) {
            if (assessment.rubricId().equals(rubric.rubricId())) {
                last.merge(
                        assessment.rater(),
                        assessment,
                        (first, second) -> first.version() > second.version() ? first : second);
            }
        }
        List<SignedAssessment> present = last.values().stream()
                .filter(assessment -> assessment.rubricVersion().equals(rubric.version()))
                .toList();
        otherVersions += last.size() - present.size();
        return present;
    }

    private MatrixRow row(int number, List<List<SignedAssessment>> encounters) {
        List<SignedAssessment> latest = encounters.getFirst();
        var cells = new ArrayList<MatrixCell>();
        for (RubricCriterion criterion : rubric.criteria()) {
            OptionalDouble mean = latest.stream()
                    .flatMap(assessment -> assessment.scores().stream())
                    .filter(score -> score.criterionId().equals(criterion.id()) && score.value() != null)
                    .mapToInt(MatrixView::value)
                    .average();
            Integer confirmed = Candidates.of(criterion.id(), latest).confirmed();
            mean.ifPresent(value -> cells.add(new MatrixCell(criterion.id(), rounded(value), confirmed)));
        }
        return new MatrixRow(number, encounters.size(), latest.size(), cells);
    }

    private static int value(CriterionScore score) {
        return score.value() == null ? 0 : score.value();
    }

    private static MatrixColumn column(RubricCriterion criterion, List<MatrixRow> rows) {
        List<MatrixCell> cells = rows.stream()
                .flatMap(row -> row.cells().stream())
                .filter(cell -> cell.criterionId().equals(criterion.id()))
                .toList();
        double[] values = cells.stream().mapToDouble(MatrixCell::value).toArray();
        int lowest = criterion.scale() == RubricScale.BINARY ? 0 : 1;
        int atLowest = 0;
        double sum = 0;
        for (double value : values) {
            atLowest += value == lowest ? 1 : 0;
            sum += value;
        }
        return new MatrixColumn(
                criterion.id(),
                criterion.title(),
                criterion.scale(),
                values.length,
                atLowest,
                values.length == 0 ? null : rounded(sum / values.length),
                withConfirmed(cells));
    }

    /** How many students have a confirmed candidate; null where nobody has judged one. */
    private static @Nullable Integer withConfirmed(List<MatrixCell> cells) {
        List<Integer> judged = cells.stream()
                .map(MatrixCell::confirmed)
                .filter(Objects::nonNull)
                .toList();
        return judged.isEmpty()
                ? null
                : (int) judged.stream().filter(confirmed -> confirmed > 0).count();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
