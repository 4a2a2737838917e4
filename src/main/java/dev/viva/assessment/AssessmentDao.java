package dev.viva.assessment;

import java.util.List;
import java.util.Set;
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

    /** A rubric by which a session is being assessed. */
    record Begun(String sessionId, String rubricId) {}

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

    /** The signed versions of several sessions, by one rubric or by all, each rater's by one rubric in order. */
    @SqlQuery("""
            SELECT * FROM assessment
            WHERE session_id IN (<sessions>) AND signed_at IS NOT NULL
              AND (CAST(:rubric AS TEXT) IS NULL OR rubric_id = :rubric)
            ORDER BY session_id, rater, rubric_id, version
            """)
    List<Row> signed(@BindList List<String> sessions, @Nullable String rubric);

    /** Which of several sessions a member of faculty has begun to assess, by which rubrics, and not signed yet. */
    @SqlQuery("""
            SELECT session_id, rubric_id FROM assessment
            WHERE session_id IN (<sessions>) AND rater = (SELECT id FROM rater WHERE name = :name)
              AND version = 1 AND signed_at IS NULL
            """)
    @RegisterConstructorMapper(Begun.class)
    Set<Begun> unsigned(@BindList List<String> sessions, String name);

    @SqlUpdate("DELETE FROM assessment WHERE session_id = :session")
    void erase(String session);
}
