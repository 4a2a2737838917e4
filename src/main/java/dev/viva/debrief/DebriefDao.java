package dev.viva.debrief;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The tables of reflections and of released debriefs. Times in milliseconds. */
interface DebriefDao {
    /** A stored reflection: its answers as JSON. */
    record Stored(String promptsVersion, String answers, long submittedAt) {
        /** Nothing of what the student wrote. */
        @Override
        public String toString() {
            return "Stored[" + submittedAt + "]";
        }
    }

    record Release(int answers, long releasedAt) {}

    /** Who played the patient in the session's last call that says so. */
    @SqlQuery("""
            SELECT model FROM voice_call WHERE session_id = :session AND model IS NOT NULL
            ORDER BY number DESC LIMIT 1
            """)
    Optional<String> model(String session);

    @SqlUpdate("""
            INSERT INTO reflection (session_id, prompts_version, answers, submitted_at)
            VALUES (:session, :version, :answers, :at) ON CONFLICT DO NOTHING
            """)
    int reflect(String session, String version, String answers, long at);

    @SqlQuery("SELECT prompts_version, answers, submitted_at FROM reflection WHERE session_id = :session")
    @RegisterConstructorMapper(Stored.class)
    Optional<Stored> reflection(String session);

    @SqlUpdate("""
            INSERT INTO debrief_release (session_id, answers, released_at) VALUES (:session, :answers, :at)
            ON CONFLICT (session_id) DO UPDATE SET answers = excluded.answers, released_at = excluded.released_at
            """)
    void release(String session, int answers, long at);

    /** The last release of a session, or of the exam that it is an attempt at. */
    @SqlQuery("""
            SELECT answers, released_at FROM debrief_release WHERE session_id = :session
            UNION ALL
            SELECT answers, released_at FROM exam
            WHERE id = (SELECT exam_id FROM session WHERE id = :session) AND released_at IS NOT NULL
            ORDER BY released_at DESC LIMIT 1
            """)
    @RegisterConstructorMapper(Release.class)
    Optional<Release> released(String session);
}
