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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Students by criteria, from the signed assessments of a group by one rubric. */
final class MatrixView {
    private final Rubric rubric;
    private final Students all;
    /** The order of the students says nothing about them, and is another one in each answer. */
    private final Map<String, Student> students = new TreeMap<>();

    private int otherVersions;

    MatrixView(Rubric rubric, Students all) {
        this.rubric = rubric;
        this.all = all;
    }

    /** Of the newest 1,000 encounters. */
    Matrix of(Group group) {
        Group.Unread unread = group.read(GroupResource.MAX_ENCOUNTERS, rubric.rubricId(), this::add);
        List<MatrixRow> rows = new ArrayList<>();
        for (Student student : students.values()) {
            rows.add(student.row(rows.size() + 1));
        }
        return new Matrix(
                group.name(),
                group.scenarioId(),
                rubric.rubricId(),
                rubric.version(),
                rubric.criteria().stream().map(this::column).toList(),
                rows,
                otherVersions,
                unread.older(),
                unread.leftOut());
    }

    /** They come newest first. Only figures are kept: most of an assessment is comments and evidence. */
    private void add(Group.Assessed encounter) {
        List<SignedAssessment> counted = counted(encounter.assessments());
        if (!counted.isEmpty()) {
            students.computeIfAbsent(all.key(encounter.session()), student -> student(counted)).encounters++;
        }
    }

    private Student student(List<SignedAssessment> counted) {
        Map<String, Integer> confirmed = confirmed(counted);
        return new Student(counted.size(), cells(counted, confirmed), confirmed);
    }

    /** The last version of each rater by the rubric as it is now. */
    private List<SignedAssessment> counted(List<SignedAssessment> assessments) {
        var last = new TreeMap<String, SignedAssessment>();
        for (SignedAssessment assessment : assessments) {
            last.merge(
                    assessment.rater(),
                    assessment,
                    (first, second) -> first.version() > second.version() ? first : second);
        }
        List<SignedAssessment> present = last.values().stream()
                .filter(assessment -> assessment.rubricVersion().equals(rubric.version()))
                .toList();
        otherVersions += last.size() - present.size();
        return present;
    }

    private List<MatrixCell> cells(List<SignedAssessment> assessments, Map<String, Integer> confirmed) {
        var cells = new ArrayList<MatrixCell>();
        for (RubricCriterion criterion : rubric.criteria()) {
            OptionalDouble mean = assessments.stream()
                    .flatMap(assessment -> assessment.scores().stream())
                    .filter(score -> score.criterionId().equals(criterion.id()) && score.value() != null)
                    .mapToInt(MatrixView::value)
                    .average();
            mean.ifPresent(
                    value -> cells.add(new MatrixCell(criterion.id(), rounded(value), confirmed.get(criterion.id()))));
        }
        return cells;
    }

    /** By criterion, also where nobody gave a value. */
    private Map<String, Integer> confirmed(List<SignedAssessment> assessments) {
        var confirmed = new HashMap<String, Integer>();
        for (RubricCriterion criterion : rubric.criteria()) {
            Integer count = Candidates.of(criterion.id(), assessments).confirmed();
            if (count != null) {
                confirmed.put(criterion.id(), count);
            }
        }
        return confirmed;
    }

    private static int value(CriterionScore score) {
        return score.value() == null ? 0 : score.value();
    }

    private MatrixColumn column(RubricCriterion criterion) {
        double[] values = students.values().stream()
                .flatMap(student -> student.cells.stream())
                .filter(cell -> cell.criterionId().equals(criterion.id()))
                .mapToDouble(MatrixCell::value)
                .toArray();
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
                withConfirmed(criterion));
    }

    /** How many students have a confirmed candidate; null where nobody has judged one. */
    private @Nullable Integer withConfirmed(RubricCriterion criterion) {
        List<Integer> judged = students.values().stream()
                .filter(student -> student.confirmed.containsKey(criterion.id()))
                .map(student -> student.confirmed.getOrDefault(criterion.id(), 0))
                .toList();
        return judged.isEmpty()
                ? null
                : (int) judged.stream().filter(confirmed -> confirmed > 0).count();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** A student by their latest assessed encounter. */
    private static final class Student {
        private final int raters;
        private final List<MatrixCell> cells;
        /** By criterion, how many candidates count. */
        private final Map<String, Integer> confirmed;

        private int encounters;

        Student(int raters, List<MatrixCell> cells, Map<String, Integer> confirmed) {
            this.raters = raters;
            this.cells = cells;
            this.confirmed = confirmed;
        }

        MatrixRow row(int number) {
            return new MatrixRow(number, encounters, raters, cells);
        }
    }
}
