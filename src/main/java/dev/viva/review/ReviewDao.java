package dev.viva.review;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The tables of reviews. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
interface ReviewDao {
    /** The outcomes of questions that got no answer, and may be asked once more. */
    String GAPS = "('unavailable', 'switched_off', 'too_long')";

    /**
     * One review.
     *
     * @param takenUntil until when nobody else works on it
     */
    record Row(
            String id,
            String sessionId,
            String rubricId,
            String rubricVersion,
            String transcriptDigest,
            String model,
            String state,
            long askedAt,
            @Nullable Long finishedAt,
            long takenUntil) {}

    /** What became of one criterion. Prints nothing, so that no log contains it. */
    record Answer(
            String criterionId,
            int place,
            String proposalId,
            String outcome,
            @Nullable String itemId,
            @Nullable String quote,
            @Nullable Integer confidence,
            String model,
            String promptDigest,
            long answeredAt) {
        @Override
        public String toString() {
            return "Answer[" + proposalId + "]";
        }
    }

    /**
     * A proposal that says met or not met, with the review that it is of.
     *
     * @param firstAskedAt when anyone first asked for a review of the session by the rubric
     */
    record Judged(
            String sessionId,
            String rubricId,
            String rubricVersion,
            String criterionId,
            String outcome,
            String model,
            String promptDigest,
            long firstAskedAt) {}

    @SqlQuery("""
            SELECT * FROM review
            WHERE session_id = :session AND rubric_id = :rubric AND rubric_version = :version
              AND transcript_digest = :digest AND model = :model
            """)
    @RegisterConstructorMapper(Row.class)
    Optional<Row> find(String session, String rubric, String version, String digest, String model);

    @SqlQuery("SELECT * FROM review WHERE session_id = :session ORDER BY asked_at DESC, id DESC LIMIT :count")
    @RegisterConstructorMapper(Row.class)
    List<Row> list(String session, int count);

    @SqlUpdate("""
            INSERT INTO review (id, session_id, rubric_id, rubric_version, transcript_digest, model, state, asked_at,
                                finished_at, taken_until)
            VALUES (:id, :sessionId, :rubricId, :rubricVersion, :transcriptDigest, :model, :state, :askedAt,
                    :finishedAt, :takenUntil)
            """)
    void insert(@BindMethods Row review);

    @SqlUpdate("UPDATE review SET state = 'running', finished_at = NULL, taken_until = :until WHERE id = :id")
    void take(String id, long until);

    /** Keeps a review that is being worked on. */
    @SqlUpdate("UPDATE review SET taken_until = :until WHERE id = :id AND state = 'running'")
    void keep(String id, long until);

    @SqlUpdate("UPDATE review SET state = :state, finished_at = :at, taken_until = 0 WHERE id = :id")
    void finish(String id, String state, long at);

    @SqlQuery("SELECT * FROM review_answer WHERE review_id = :review ORDER BY place")
    @RegisterConstructorMapper(Answer.class)
    List<Answer> answers(String review);

    /** The first answer stays; a gap gives way. */
    @SqlUpdate("""
            INSERT INTO review_answer (review_id, criterion_id, session_id, place, proposal_id, outcome, item_id, quote,
                                       confidence, model, prompt_digest, answered_at)
            VALUES (:review, :criterionId, :session, :place, :proposalId, :outcome, :itemId, :quote,
                    :confidence, :model, :promptDigest, :answeredAt)
            ON CONFLICT (review_id, criterion_id) DO UPDATE
            SET proposal_id = excluded.proposal_id, outcome = excluded.outcome, item_id = excluded.item_id,
                quote = excluded.quote, confidence = excluded.confidence, model = excluded.model,
                prompt_digest = excluded.prompt_digest, answered_at = excluded.answered_at
            WHERE review_answer.outcome IN
            """ + GAPS)
    void answer(String review, String session, @BindMethods Answer answer);

    /** The criteria that have an answer that stays. */
    @SqlQuery("SELECT criterion_id FROM review_answer WHERE review_id = :review AND outcome NOT IN " + GAPS)
    Set<String> answered(String review);

    /** Removes what may be asked once more. */
    @SqlUpdate("DELETE FROM review_answer WHERE review_id = :review AND outcome IN " + GAPS)
    void forgetGaps(String review);

    /** How many requests a day has used; locks the day until the transaction ends, against other replicas too. */
    @SqlQuery("""
            INSERT INTO review_use (day, requests) VALUES (:day, 0)
            ON CONFLICT (day) DO UPDATE SET requests = review_use.requests RETURNING requests
            """)
    long used(long day);

    @SqlUpdate("UPDATE review_use SET requests = requests + :requests WHERE day = :day")
    void use(long day, int requests);

    @SqlQuery("SELECT COALESCE(MAX(requests), 0) FROM review_use WHERE day = :day")
    long usedOn(long day);

    @SqlQuery("""
            SELECT r.session_id, r.rubric_id, r.rubric_version, a.criterion_id, a.outcome, r.model, a.prompt_digest,
                   (SELECT MIN(o.asked_at) FROM review o
                    WHERE o.session_id = r.session_id AND o.rubric_id = r.rubric_id) AS first_asked_at
            FROM review_answer a JOIN review r ON r.id = a.review_id
            WHERE a.review_id IN (SELECT id FROM review ORDER BY asked_at DESC, id DESC LIMIT :reviews)
              AND a.outcome IN ('met', 'not_met') AND a.criterion_id <> '!canary'
            ORDER BY r.asked_at DESC, r.id DESC
            """)
    @RegisterConstructorMapper(Judged.class)
    List<Judged> judged(int reviews);
}
