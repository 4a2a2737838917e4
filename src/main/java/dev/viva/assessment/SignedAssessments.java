package dev.viva.assessment;

import dev.viva.storage.Database;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signed assessments of many sessions. Thread-safe. */
public final class SignedAssessments {
    private final Database database;

    public SignedAssessments(Database database) {
        this.database = database;
    }

    /**
     * All signed versions by one rubric or by all, those of each session, rater and rubric in order. Where the reader has
     * begun an assessment and signed none, others' by the same rubric are left out.
     *
     * @param rubricId null for all rubrics
     * @param reader a name of faculty
     */
    public List<SignedAssessment> of(List<String> sessionIds, @Nullable String rubricId, String reader) {
        if (sessionIds.isEmpty()) {
            return List.of();
        }
        Set<AssessmentDao.Begun> unsigned =
                database.read().withExtension(AssessmentDao.class, dao -> dao.unsigned(sessionIds, reader));
        List<AssessmentDao.Row> rows =
                database.read().withExtension(AssessmentDao.class, dao -> dao.signed(sessionIds, rubricId));
        return rows.stream()
                .filter(row -> !unsigned.contains(new AssessmentDao.Begun(row.sessionId(), row.rubricId())))
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
