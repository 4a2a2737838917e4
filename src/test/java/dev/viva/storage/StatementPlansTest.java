package dev.viva.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Engine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No statement gets slower with the age of a deployment or the length of a session where an index exists. Both
 * databases explain each statement on tables with a year's data of a small school.
 */
@ParameterizedClass
@EnumSource(Engine.class)
class StatementPlansTest {
    /** Statements that may read a whole table, with the reason. */
    private static final Map<String, String> MAY_SCAN = Map.of("CallRow.LOCK_BUDGET", "The table has one row.");

    /** Statements that may read a session's log from its beginning, with the reason. */
    private static final Map<String, String> MAY_READ_WHOLE_LOG = Map.of(
            "EventDao.erase", "It removes the whole log.",
            "EventDao.phases", "Only for lines that an earlier version stored.",
            "EventDao.latest", "It reads backwards and stops at the first; only the late lines stand behind it.",
            "EventDao.lastOf", "It reads each log backwards and stops at the first line.",
            "EventDao.warning", "It runs when the patient's answer has failed.",
            "ErasureDao.withRowsLeft", "Erased sessions alone are asked, which have no log.");

    /** Classes whose statements are not checked, with the reason. */
    private static final Map<String, String> OWN_STATEMENTS = Map.of(
            "Database", "It asks a setting and reads no table.",
            "SqliteSnapshot", "It copies every row.",
            "DatabaseFacts", "It asks settings, and writes a table that it rolls back.",
            "DatabaseFile", "It writes the whole file anew, on request.",
            "Transaction", "It runs the constants of type Sql.",
            "Reads", "It runs the constants of type Sql.",
            "CopyData", "It copies every row.",
            "CopyCheck", "It compares every row, by their keys.",
            "TableRows", "It copies and compares every row.");

    /** The time of the last few sessions. */
    private static final String PRESENT = "4950000";

    /** Parameter values of a typical caller: at the end of a long log, in the present. */
    private static final Map<String, String> VALUES = Map.of(
            "session", "'ses_40'",
            "id", "'ses_40'",
            "item", "'item_899'",
            "after", "890",
            "to", "900",
            "limit", "100",
            "earliest", PRESENT,
            "since", PRESENT,
            "createdAfter", PRESENT);

    private static final int SESSIONS = 5_000;
    private static final int LONG_SESSIONS = 100;
    private static final int LINES = 900;

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private Connection connection;

    @BeforeEach
    void fill() throws SQLException {
        String url = engine.url(folder);
        Migrations.migrate(url, Migrations.last());
        connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            for (String sql : rows()) {
                statement.execute(sql);
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void everyStatementUsesAnIndexWhereOneExists() throws SQLException {
        var wrong = new ArrayList<String>();
        var scans = new HashSet<String>();
        var wholeLogs = new HashSet<String>();
        for (boolean analyzed : List.of(false, true)) {
            if (analyzed || engine == Engine.POSTGRESQL) { // analyzes by itself; SQLite never does
                execute("ANALYZE");
            }
            for (var statement : Statements.all(engine).entrySet()) {
                for (var plan : QueryPlan.of(connection, engine, statement.getValue(), VALUES)) {
                    note(statement.getKey(), plan, QueryPlan.Step::scansTable, MAY_SCAN, scans, wrong);
                    note(statement.getKey(), plan, QueryPlan.Step::readsWholeLog, MAY_READ_WHOLE_LOG, wholeLogs, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
        if (engine == Engine.POSTGRESQL) { // scans a table of one row
            assertThat(scans).as("exceptions that are still needed").containsAll(MAY_SCAN.keySet());
        }
        assertThat(wholeLogs).as("exceptions that are still needed").containsAll(MAY_READ_WHOLE_LOG.keySet());
    }

    private static void note(
            String name,
            QueryPlan plan,
            Predicate<QueryPlan.Step> tooMuch,
            Map<String, String> allowed,
            Set<String> met,
            List<String> wrong) {
        plan.steps().stream().filter(tooMuch).forEach(step -> {
            met.add(name);
            if (!allowed.containsKey(name)) {
                wrong.add(name + ": " + step);
            }
        });
    }

    @Test
    void everyOtherStatementIsListedHere() {
        assertThat(Statements.all(engine))
                .containsKeys(
                        "EventDao.revision", "ClientLines.STORED", "LogEnd.LOCK", "Sequence.NEXT", "CommitMark.SET")
                .hasSizeGreaterThan(50);
        assertThat(Statements.classesWithTheirOwn())
                .as("put statements into a DAO or a Transaction.Sql")
                .isEqualTo(OWN_STATEMENTS.keySet());
    }

    /** Tests the check itself, with statements that it must refuse or allow. */
    private static final List<Sample> SAMPLES = List.of(
            new Sample("SELECT * FROM session WHERE scenario_id = :id", true, false),
            new Sample("SELECT COUNT(*) FROM voice_call WHERE tokens > :at", true, false),
            new Sample("UPDATE session SET last_seq = 1 WHERE phase = :id", true, false),
            new Sample("SELECT payload FROM session_event WHERE payload = :item", true, false),
            new Sample("SELECT payload FROM session_event WHERE session_id = :id AND payload = :item", false, true),
            new Sample("SELECT seq FROM session_event WHERE session_id = :id AND type = 'phase'", false, true),
            new Sample("SELECT payload FROM session_event WHERE session_id = :id AND seq = :to", false, false),
            new Sample("SELECT seq FROM session_event WHERE session_id = ? AND seq > ? ORDER BY seq", false, false),
            new Sample("SELECT id FROM session WHERE id IN (<ids>)", false, false));

    private record Sample(String sql, boolean scansTable, boolean readsWholeLog) {}

    @Test
    void detectsScansOfTablesAndLogs() throws SQLException {
        execute("ANALYZE");
        for (Sample sample : SAMPLES) {
            var plan = QueryPlan.of(connection, engine, sample.sql(), VALUES).getFirst();
            assertThat(plan.steps()).as(sample.sql()).isNotEmpty();
            assertThat(plan.steps().stream().anyMatch(QueryPlan.Step::scansTable))
                    .as("a scan: %s in %s", plan, sample.sql())
                    .isEqualTo(sample.scansTable());
            assertThat(plan.steps().stream().anyMatch(QueryPlan.Step::readsWholeLog))
                    .as("a whole log: %s in %s", plan, sample.sql())
                    .isEqualTo(sample.readsWholeLog());
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Most sessions are closed, a few are open, two have a call; one line in thirty is revised. */
    private static List<String> rows() {
        String sessions = numbers(SESSIONS);
        return List.of(
                "INSERT INTO frozen_case (digest, body, created_at) " + numbers(2_000)
                        + " SELECT 'digest_' || i, '{}', i FROM n",
                "INSERT INTO session (id, scenario_id, persona_id, case_digest, state, phase, last_seq, created_at,"
                        + " deadline_at, ended_at, closes_at, closed_at, call_id, call_number, seen_at) " + sessions
                        + " SELECT 'ses_' || i, 'case', 'patient', 'digest_1',"
                        + " CASE WHEN i <= 20 THEN 'open' WHEN i <= 25 THEN 'ended' ELSE 'closed' END, 'objective', 900,"
                        + " i * 1000, i * 1000 + 900, i * 1000 + 900, i * 1000 + 910,"
                        + " CASE WHEN i <= 25 THEN NULL ELSE i * 1000 + 910 END,"
                        + " CASE WHEN i <= 2 THEN 'call_' || i END, 1, i * 1000 FROM n",
                "INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at) " + numbers(LINES)
                        + ", s(k) AS (SELECT i FROM n WHERE i <= " + LONG_SESSIONS + ")"
                        + " SELECT 'ses_' || k, i, CASE WHEN i % 30 = 0 THEN 'turn_revised' WHEN i = 890 THEN 'ended'"
                        + " WHEN i % 100 = 1 THEN 'transcript_error' ELSE 'turn' END,"
                        + " 'item_' || (CASE WHEN i % 30 = 0 THEN i - 1 ELSE i END),"
                        + " '{\"text\":\"Does it hurt when I press here, or further up?\"}', i FROM n, s",
                "INSERT INTO session_event (session_id, seq, type, item_id, payload, created_at) " + sessions
                        + " SELECT 'ses_' || i, 1, 'turn', 'item_1', '{}', i FROM n WHERE i > " + LONG_SESSIONS,
                "INSERT INTO voice_call (session_id, number, provider_id, started_at, ended_at, hang_up_at) " + sessions
                        + " SELECT 'ses_' || i, 1, 'call_' || i, (" + SESSIONS + " - i) * 1000,"
                        + " CASE WHEN i <= 2 THEN NULL ELSE (" + SESSIONS + " - i) * 1000 + 900 END,"
                        + " CASE WHEN i BETWEEN 3 AND 4 THEN i END FROM n",
                "INSERT INTO idempotency_key (key_hash, body_hash, session_id, created_at) " + sessions
                        + " SELECT 'key_' || i, 'body', 'ses_' || i, i * 1000 FROM n",
                "INSERT INTO awaited_answer (session_id, item_id, seq, tries, taken_until) " + sessions
                        + " SELECT 'ses_' || i, 'item_' || i, i, 0, i * 1000 FROM n",
                "INSERT INTO audit (id, at, actor, action, operation, session_id) " + sessions
                        + " SELECT 'aud_' || i, i * 1000, 'faculty', 'read', 'getTranscript', 'ses_' || i FROM n",
                "INSERT INTO erasure_journal (id, applied) " + numbers(500) + " SELECT 'journal_' || i, i FROM n",
                "INSERT INTO note (session_id, note_id, author, author_role, visibility, words, created_at) " + sessions
                        + " SELECT 'ses_' || i, 'note_1', 'faculty', 'faculty', 'student', 'Ask more openly.', i FROM n",
                "INSERT INTO reflection (session_id, prompts_version, answers, submitted_at) " + sessions
                        + " SELECT 'ses_' || i, '1', '[]', i FROM n",
                "INSERT INTO debrief_release (session_id, answers, released_at) " + sessions
                        + " SELECT 'ses_' || i, 0, i FROM n",
                "INSERT INTO exam (id, title, scenario_id, persona_id, opens_at, closes_at, created_at) " + numbers(500)
                        + " SELECT 'exm_' || i, 'Station', 'case', 'patient', i, i, i FROM n",
                "INSERT INTO exam_attempt (exam_id, taker, session_id, code, name, started_at) " + sessions
                        + " SELECT 'exm_' || (1 + i % 500), 'name ' || i, 'ses_' || i, 'K7MQ-2XPA', 'Kim Lee', i FROM n",
                "INSERT INTO review (id, session_id, rubric_id, rubric_version, transcript_digest, model, state, asked_at,"
                        + " taken_until) " + sessions
                        + " SELECT 'rev_' || i, 'ses_' || i, 'rubric', '1', 'digest', 'model', 'done', i, 0 FROM n",
                "INSERT INTO review_answer (review_id, criterion_id, session_id, place, proposal_id, outcome, model,"
                        + " prompt_digest, answered_at) " + sessions
                        + " SELECT 'rev_' || i, 'one', 'ses_' || i, 0, 'prp_' || i, 'met', 'model', 'digest', i FROM n",
                "INSERT INTO review_use (day, requests) " + numbers(500) + " SELECT i, i FROM n",
                "INSERT INTO rater (id, name) " + numbers(500) + " SELECT 'rat_' || i, 'name_' || i FROM n",
                "INSERT INTO assessment (session_id, rater, rubric_id, version, rubric_version, state, scores, created_at,"
                        + " updated_at) " + sessions
                        + " SELECT 'ses_' || i, 'rat_1', 'rubric', 1, '1', 'draft', '[]', i, i FROM n",
                "INSERT INTO commit_mark (writer, number) " + sessions + " SELECT 'writer_' || i, i FROM n");
    }

    private static String numbers(int last) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + last + ")";
    }
}
