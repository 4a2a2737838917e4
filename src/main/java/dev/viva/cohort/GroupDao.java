package dev.viva.cohort;

import dev.viva.session.Session;
import dev.viva.session.SessionMapper;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** The sessions of a group. The statements run on SQLite and PostgreSQL. */
@RegisterRowMapper(SessionMapper.class)
interface GroupDao {
    /** Sessions that are not erased, newest first, after a place in that order. */
    @SqlQuery("""
            SELECT * FROM session
            WHERE participant_group = :group AND erased_at IS NULL AND (created_at, id) < (:at, :id)
              AND (CAST(:scenario AS TEXT) IS NULL OR scenario_id = :scenario)
            ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    List<Session> sessions(String group, @Nullable String scenario, long at, String id, int count);

    /** Encounters with a case that have ended and are not erased, in which the student said something, newest first. */
    @SqlQuery("""
            SELECT * FROM session
            WHERE participant_group = :group AND erased_at IS NULL AND state <> 'open' AND scenario_id = :scenario
              AND EXISTS (SELECT 1 FROM session_event
                          WHERE session_id = session.id AND type = 'turn' AND payload LIKE '%"role":"student"%')
            ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    List<Session> ended(String group, String scenario, int count);

    /** Who took an exam, by session, as an exam tells its takers apart. */
    @SqlQuery("""
            SELECT session_id, taker FROM exam_attempt JOIN session ON session.id = session_id
            WHERE participant_group = :group
            """)
    @KeyColumn("session_id")
    @ValueColumn("taker")
    Map<String, String> takers(String group);

    /** Encounters that have ended and are not erased, of all groups unless one is given, newest first. */
    @SqlQuery("""
            SELECT * FROM session
            WHERE erased_at IS NULL AND state <> 'open'
              AND (CAST(:group AS TEXT) IS NULL OR participant_group = :group)
              AND (CAST(:scenario AS TEXT) IS NULL OR scenario_id = :scenario)
            ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    List<Session> endedAnywhere(@Nullable String group, @Nullable String scenario, int count);

    /** How many assessments of a group are signed by others where a reader has begun their own and signed none. */
    @SqlQuery("""
            SELECT COUNT(*) FROM session JOIN assessment theirs ON theirs.session_id = session.id
            WHERE participant_group = :group AND erased_at IS NULL
              AND (CAST(:scenario AS TEXT) IS NULL OR scenario_id = :scenario)
              AND (CAST(:rubric AS TEXT) IS NULL OR theirs.rubric_id = :rubric)
              AND theirs.version = 1 AND theirs.signed_at IS NOT NULL
              AND EXISTS (SELECT 1 FROM assessment own
                          WHERE own.session_id = session.id AND own.rubric_id = theirs.rubric_id
                            AND own.rater = (SELECT id FROM rater WHERE name = :reader)
                            AND own.version = 1 AND own.signed_at IS NULL)
            """)
    int leftOut(String group, @Nullable String scenario, @Nullable String rubric, String reader);
}
