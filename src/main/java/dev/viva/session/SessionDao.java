package dev.viva.session;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The session table. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
@RegisterRowMapper(SessionMapper.class)
public interface SessionDao {
    @SqlUpdate("""
            INSERT INTO session (id, scenario_id, persona_id, role_id, speaker, input_language, reply_language,
                                 case_digest, state, phase, last_seq, created_at, deadline_at, call_number)
            VALUES (:id, :scenarioId, :personaId, :roleId, :speaker, :inputLanguage, :replyLanguage,
                    :caseDigest, 'open', 'subjective', 0, :created, :deadline, 0)
            """)
    void insert(String id, @BindMethods Session.Subject subject, @Nullable String speaker, long created, long deadline);

    @SqlUpdate("UPDATE session SET participant_name = :name, participant_group = :group WHERE id = :id")
    void setParticipant(String id, @BindMethods Session.Participant participant);

    @SqlUpdate("""
            UPDATE session
            SET owner = :owner, class_id = :classId, consent_version = :consentVersion, exam_id = :examId,
                ai_review = CASE WHEN :aiReview THEN 1 ELSE 0 END
            WHERE id = :id
            """)
    void setAdmission(String id, @BindMethods Session.Admission admission);

    @SqlUpdate("INSERT INTO frozen_case (digest, body, created_at) VALUES (:digest, :body, :at) ON CONFLICT DO NOTHING")
    void freeze(String digest, String body, long at);

    @SqlQuery("SELECT COUNT(*) > 0 FROM frozen_case WHERE digest = :digest")
    boolean isFrozen(String digest);

    @SqlQuery("SELECT body FROM frozen_case WHERE digest = :digest")
    Optional<String> frozen(String digest);

    /** An erased session is not found. */
    @SqlQuery("SELECT * FROM session WHERE id = :id AND erased_at IS NULL")
    Optional<Session> find(String id);

    /**
     * Finds a session and locks its row until the transaction ends, against other replicas too. An update without effect
     * is the lock that both databases have.
     */
    @SqlQuery("UPDATE session SET last_seq = last_seq WHERE id = :id AND erased_at IS NULL RETURNING *")
    Optional<Session> lock(String id);

    /**
     * Which sessions are listed; a member that is null admits all.
     *
     * @param name a pattern of LIKE for the participant's name in lower case, with {@code !} before its signs
     * @param from milliseconds, inclusive
     * @param before milliseconds, exclusive
     */
    record Filter(
            @Nullable String state,
            @Nullable String scenario,
            @Nullable String group,
            @Nullable String name,
            long from,
            long before) {}

    /** Sessions that are not erased, newest first, after a place in that order. */
    @SqlQuery("""
            SELECT * FROM session
            WHERE erased_at IS NULL AND created_at >= :from AND created_at < :before
              AND (created_at, id) < (:at, :id)
              AND (CAST(:state AS TEXT) IS NULL OR state = :state)
              AND (CAST(:scenario AS TEXT) IS NULL OR scenario_id = :scenario)
              AND (CAST(:group AS TEXT) IS NULL OR participant_group = :group)
              AND (CAST(:name AS TEXT) IS NULL OR LOWER(participant_name) LIKE :name ESCAPE '!')
            ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    List<Session> list(@BindMethods Filter filter, long at, String id, int count);

    /** A student's own sessions, newest first, after a place in that order. Erased ones have no owner. */
    @SqlQuery("""
            SELECT * FROM session WHERE owner = :owner AND (created_at, id) < (:at, :id)
            ORDER BY created_at DESC, id DESC LIMIT :count
            """)
    List<Session> ownedBy(String owner, long at, String id, int count);

    @SqlUpdate("UPDATE session SET phase = :phase WHERE id = :id")
    void setPhase(String id, String phase);

    @SqlUpdate("UPDATE session SET state = 'ended', ended_at = :at, closes_at = :closes WHERE id = :id")
    void end(String id, long at, long closes);

    @SqlUpdate("UPDATE session SET state = 'closed', closed_at = :at WHERE id = :id")
    void close(String id, long at);

    /**
     * Turns a session into a tombstone that no query finds. It counts as an event, so that every replica checks the
     * session for its followers.
     */
    @SqlUpdate("""
            UPDATE session
            SET erased_at = :at, state = 'closed', call_id = NULL, last_seq = last_seq + 1,
                participant_name = NULL, participant_group = NULL, owner = NULL, class_id = NULL,
                ended_at = COALESCE(ended_at, :at), closes_at = COALESCE(closes_at, :at),
                closed_at = COALESCE(closed_at, :at)
            WHERE id = :id
            """)
    void erase(String id, long at);

    /** Whether faculty let the student of an attempt read it: the whole exam, or this session. */
    @SqlQuery("""
            SELECT (SELECT COUNT(*) FROM exam WHERE id = :exam AND released_at IS NOT NULL)
                + (SELECT COUNT(*) FROM debrief_release WHERE session_id = :id) > 0
            """)
    boolean isReleased(String id, String exam);

    @SqlQuery("SELECT COUNT(*) > 0 FROM session WHERE id = :id AND erased_at IS NOT NULL")
    boolean isErased(String id);

    /** Stores activity of a session with a call. */
    @SqlUpdate("UPDATE session SET seen_at = :at WHERE id = :id AND call_id IS NOT NULL")
    void seen(String id, long at);

    /** Whether that is still true of one of them. */
    @SqlQuery("""
            SELECT COUNT(*) > 0 FROM session
            WHERE id = :id AND state = 'open' AND call_id IS NOT NULL AND call_id <> 'direct' AND seen_at <= :before
            """)
    boolean isAbandoned(String id, long before);

    /** How many rows were changed: 0 when the session has ended or was warned before. */
    @SqlUpdate("UPDATE session SET warned_at = :at WHERE id = :id AND state = 'open' AND warned_at IS NULL")
    int warn(String id, long at);
}
