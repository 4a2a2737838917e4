package dev.viva.assessment;

import dev.viva.storage.Database;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The signed assessments of many sessions. Thread-safe. */
public final class SignedAssessments {
    private final Database database;

    public SignedAssessments(Database database) {
        this.database = database;
    }

    /**
     * All signed versions, those of each session, rater and rubric in order. Where the reader has begun an assessment
     * and signed none, others' by the same rubric are left out.
     *
     * @param reader a name of faculty
     */
    public List<SignedAssessment> of(List<String> sessionIds, String reader) {
        if (sessionIds.isEmpty()) {
            return List.of();
        }
        String rater = new Raters(database).find(reader).orElse("");
        List<AssessmentDao.Row> rows =
                database.read().withExtension(AssessmentDao.class, dao -> dao.ofSessions(sessionIds));
        Set<List<String>> unsigned = rows.stream()
                .filter(row -> row.rater().equals(rater) && row.version() == 1 && row.signedAt() == null)
                .map(row -> List.of(row.sessionId(), row.rubricId()))
                .collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.signedAt() != null && !unsigned.contains(List.of(row.sessionId(), row.rubricId())))
                .map(SignedAssessments::of)
                .toList();
    }

    private static SignedAssessment of(AssessmentDao.Row row) {
        return new SignedAssessment(
                row.sessionId(),
                row.rater(),
                row.rubricId(),
                row.rubricVersion(),
                row.version(),
                Scoring.scores(row.scores()),
                Instant.ofEpochMilli(Objects.requireNonNull(row.signedAt())));
    }
}
