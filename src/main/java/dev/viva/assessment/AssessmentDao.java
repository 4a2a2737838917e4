package dev.viva.assessment;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The table of assessments. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
@RegisterConstructorMapper(AssessmentDao.Row.class)
interface AssessmentDao {
    /**
     * One version of a rater's assessment by a rubric. Prints nothing, so that no log contains it.
     *
     * @param rater a pseudonym
     * @param scores canonical JSON
     */
    record Row(
            String sessionId,
            String rater,
            String rubricId,
            int version,
            String rubricVersion,
            String state,
            String scores,
            long createdAt,
            long updatedAt,
            @Nullable Long signedAt) {
        @Override
        public String toString() {
            return "Row[]";
        }
    }

    @SqlUpdate("""
            INSERT INTO assessment (session_id, rater, rubric_id, version, rubric_version, state, scores, created_at,
                                    updated_at, signed_at)
            VALUES (:sessionId, :rater, :rubricId, :version, :rubricVersion, :state, :scores, :createdAt,
                    :updatedAt, :signedAt)
            ON CONFLICT (session_id, rater, rubric_id, version) DO UPDATE
            SET rubric_version = excluded.rubric_version, state = excluded.state, scores = excluded.scores,
                updated_at = excluded.updated_at, signed_at = excluded.signed_at
            """)
    void store(@BindMethods Row row);

    /** One rater's versions by one rubric, in order. */
    @SqlQuery("""
            SELECT * FROM assessment
            WHERE session_id = :session AND rater = :rater AND rubric_id = :rubric ORDER BY version
            """)
    List<Row> versions(String session, String rater, String rubric);

    /** All versions of all raters, each rater's by one rubric in order. */
    @SqlQuery("SELECT * FROM assessment WHERE session_id = :session ORDER BY rater, rubric_id, version")
    List<Row> list(String session);

    /** The same of several sessions. */
    @SqlQuery(
            "SELECT * FROM assessment WHERE session_id IN (<sessions>) ORDER BY session_id, rater, rubric_id, version")
    List<Row> ofSessions(@BindList List<String> sessions);

    @SqlUpdate("DELETE FROM assessment WHERE session_id = :session")
    void erase(String session);
}
