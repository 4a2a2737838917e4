package dev.viva.exam;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The tables of exams and of attempts. Times in milliseconds. The statements run on SQLite and PostgreSQL. */
interface ExamDao {
    /** @param answers not 0 when the release contains them */
    record Row(
            String id,
            String title,
            String scenarioId,
            String personaId,
            @Nullable String roleId,
            @Nullable String examGroup,
            long opensAt,
            long closesAt,
            long createdAt,
            int answers,
            @Nullable Long releasedAt) {}

    /** Prints nothing, so that no log names a person. */
    record Attempt(String examId, String sessionId, String code, String name, long startedAt, String state) {
        @Override
        public String toString() {
            return "Attempt[]";
        }
    }

    @SqlUpdate("""
            INSERT INTO exam (id, title, scenario_id, persona_id, role_id, exam_group, opens_at, closes_at, created_at,
                              answers, released_at)
            VALUES (:id, :title, :scenarioId, :personaId, :roleId, :examGroup, :opensAt, :closesAt, :createdAt,
                    :answers, :releasedAt)
            """)
    void insert(@BindMethods Row exam);

    @SqlQuery("SELECT * FROM exam WHERE id = :id")
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String id);

    /** Newest first, after a place in that order. */
    @SqlQuery("""
            SELECT * FROM exam WHERE (created_at, id) < (:at, :id) ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> page(long at, String id, int count);

    @SqlUpdate("UPDATE exam SET answers = :answers, released_at = :at WHERE id = :id")
    int release(String id, int answers, long at);

    /** When an attempt at it was released alone, the last time; 0 when none was. */
    @SqlQuery("""
            SELECT COALESCE(MAX(released_at), 0) FROM debrief_release
            WHERE session_id IN (SELECT session_id FROM exam_attempt WHERE exam_id = :exam)
            """)
    long lastReleaseOfAnAttempt(String exam);

    /** Locks an exam until the transaction ends, against other replicas too. */
    @SqlUpdate("UPDATE exam SET created_at = created_at WHERE id = :id")
    void lock(String id);

    /** @param earlier as an earlier version named the taker, or the same */
    @SqlQuery("SELECT COUNT(*) FROM exam_attempt WHERE exam_id = :exam AND taker IN (:taker, :earlier)")
    int attemptsOf(String exam, String taker, String earlier);

    @SqlUpdate("""
            INSERT INTO exam_attempt (exam_id, taker, session_id, code, name, started_at)
            VALUES (:exam, :taker, :session, :code, :name, :at)
            """)
    void take(String exam, String taker, String session, String code, String name, long at);

    @SqlQuery("""
            SELECT a.exam_id, a.session_id, a.code, a.name, a.started_at, s.state
            FROM exam_attempt a JOIN session s ON s.id = a.session_id
            WHERE a.exam_id = :exam ORDER BY a.code LIMIT :count
            """)
    @RegisterConstructorMapper(Attempt.class)
    List<Attempt> attempts(String exam, int count);
}
