package dev.viva.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.testing.Api;
import dev.viva.testing.Engine;
import dev.viva.testing.TestClock;
import dev.viva.testing.Until;
import dev.viva.testing.VivaServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A version that does not know a table erases a session, and leaves its rows there. */
@ParameterizedClass
@EnumSource(Engine.class)
class RowsLeftTest {
    /** Tables whose rows stay: they say nothing of who took part. */
    private static final Set<String> STAYING = Set.of("audit", "voice_call");

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    @Test
    void areRemovedAtTheStartAndLaterOn() {
        String erased;
        String kept;
        try (var server = VivaServer.start(engine, folder, clock)) {
            var api = new Api(server.url());
            erased = api.open().id();
            kept = api.open().id();
        }
        Jdbi database = engine.jdbi(folder);
        database.useHandle(h -> {
            fill(h, erased);
            note(h, kept);
            h.execute("UPDATE session SET erased_at = ?, state = 'closed' WHERE id = ?", clock.millis(), erased);
        });
        assertThat(with(database, erased))
                .as("add a new table to fill(), to ErasedRows and to ErasureDao.withRowsLeft")
                .isEqualTo(database.<Set<String>, RuntimeException>withHandle(RowsLeftTest::tables));

        try (var server = VivaServer.start(engine, folder, clock)) {
            assertThat(server.url()).isNotNull();
            Until.isTrue("nothing is left", () -> isGone(database, erased));

            database.useHandle(h -> note(h, erased)); // the earlier version still runs
            clock.advance(Duration.ofMinutes(61));
            Until.isTrue("nothing is left again", () -> isGone(database, erased));
        }
        assertThat(with(database, kept)).contains("note");
    }

    private static boolean isGone(Jdbi database, String session) {
        boolean isNamed =
                database.withHandle(h -> h.createQuery("SELECT participant_name IS NOT NULL FROM session WHERE id = ?")
                        .bind(0, session)
                        .mapTo(Boolean.class)
                        .one());
        return !isNamed && with(database, session).isEmpty();
    }

    /** In which tables the session has rows. */
    private static Set<String> with(Jdbi database, String session) {
        return database.withHandle(h -> with(h, session));
    }

    private static Set<String> with(Handle h, String session) {
        var names = new TreeSet<String>();
        for (String table : tables(h)) {
            boolean has = h.createQuery("SELECT COUNT(*) > 0 FROM " + table + " WHERE session_id = ?")
                    .bind(0, session)
                    .mapTo(Boolean.class)
                    .one();
            if (has) {
                names.add(table);
            }
        }
        return names;
    }

    private static Set<String> tables(Handle h) {
        var names = new TreeSet<String>();
        var connection = h.getConnection();
        try (var columns = connection.getMetaData().getColumns(null, connection.getSchema(), "%", "session_id")) {
            while (columns.next()) {
                names.add(columns.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        names.removeAll(STAYING);
        return names;
    }

    private void fill(Handle h, String session) {
        long later = clock.millis() + Duration.ofDays(1).toMillis();
        note(h, session);
        h.execute("UPDATE session SET participant_name = 'Kim Lee' WHERE id = ?", session);
        h.execute("INSERT INTO session_event VALUES (?, 900, 'turn', 'left', '{}', 1)", session);
        h.execute("INSERT INTO idempotency_key VALUES ('left', 'body', ?, ?)", session, clock.millis());
        h.execute("INSERT INTO awaited_answer VALUES (?, 'left', 900, 0, NULL, ?)", session, later);
        h.execute("INSERT INTO rater VALUES ('rat_1', 'Rater 1')");
        h.execute("INSERT INTO assessment VALUES (?, 'rat_1', 'rubric', 1, '1', 'draft', '[]', 1, 1, NULL)", session);
        h.execute("INSERT INTO reflection VALUES (?, '1', '[]', 1)", session);
        h.execute("INSERT INTO debrief_release VALUES (?, 0, 1)", session);
        h.execute("INSERT INTO exam (id, title, scenario_id, persona_id, opens_at, closes_at, created_at)"
                + " VALUES ('exm_1', 'Station', 'case', 'patient', 1, 1, 1)");
        h.execute("INSERT INTO exam_attempt VALUES ('exm_1', 'taker', ?, 'K7MQ-2XPA', 'Kim Lee', 1)", session);
        h.execute("INSERT INTO review VALUES ('rev_1', ?, 'rubric', '1', 'digest', 'model', 'done', 1, 1, 0)", session);
        h.execute(
                "INSERT INTO review_answer VALUES"
                        + " ('rev_1', 'one', ?, 0, 'prp_1', 'met', 'left', 'Knee', 90, 'model', 'digest', 1)",
                session);
    }

    private static void note(Handle h, String session) {
        h.execute(
                "INSERT INTO note (session_id, note_id, author, author_role, visibility, words, created_at)"
                        + " VALUES (?, 'left', 'faculty', 'faculty', 'student', 'Ask more openly.', 1)",
                session);
    }
}
