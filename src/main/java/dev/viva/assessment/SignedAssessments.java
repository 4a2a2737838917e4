package dev.viva.assessment;

import dev.viva.storage.Database;
import java.time.Instant;
import java.util.ArrayList;
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
     * What a reader may see.
     *
     * @param versions those of each session, rater and rubric in order
     * @param leftOut how many assessments by others they do not see before they have signed their own
     */
    public record Seen(List<SignedAssessment> versions, int leftOut) {}

    /**
     * All signed versions by one rubric or by all. Where the reader has begun an assessment and signed none, others' by
     * the same rubric are left out.
     *
     * @param rubricId null for all rubrics
     * @param reader a name of faculty
     */
    public Seen of(List<String> sessionIds, @Nullable String rubricId, String reader) {
        if (sessionIds.isEmpty()) {
            return new Seen(List.of(), 0);
        }
        Set<AssessmentDao.Begun> unsigned =
                database.read().withExtension(AssessmentDao.class, dao -> dao.unsigned(sessionIds, reader));
        List<AssessmentDao.Row> rows =
                database.read().withExtension(AssessmentDao.class, dao -> dao.signed(sessionIds, rubricId));
        var versions = new ArrayList<SignedAssessment>();
        int leftOut = 0;
        for (AssessmentDao.Row row : rows) {
            if (!unsigned.contains(new AssessmentDao.Begun(row.sessionId(), row.rubricId()))) {
                versions.add(of(row));
            } else if (row.version() == 1) {
                leftOut++;
            }
        }
        return new Seen(versions, leftOut);
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
