package dev.viva.assessment;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The table of notes. Times are milliseconds. The statements run on SQLite and PostgreSQL. */
@RegisterConstructorMapper(NoteDao.Row.class)
interface NoteDao {
    /**
     * One note. Prints nothing, so that no log contains it.
     *
     * @param itemId the line that the note is on; null for the session as a whole
     * @param quote the line's words between start and end, as they were
     */
    record Row(
            String noteId,
            String author,
            String authorRole,
            String visibility,
            String words,
            @Nullable String itemId,
            @Nullable Integer startAt,
            @Nullable Integer endAt,
            @Nullable String quote,
            long createdAt) {
        @Override
        public String toString() {
            return "Row[" + noteId + "]";
        }
    }

    @SqlUpdate("""
            INSERT INTO note (session_id, note_id, author, author_role, visibility, words, item_id, start_at, end_at,
                              quote, created_at)
            VALUES (:session, :noteId, :author, :authorRole, :visibility, :words, :itemId, :startAt, :endAt,
                    :quote, :createdAt)
            """)
    void insert(String session, @BindMethods Row note);

    @SqlQuery("SELECT * FROM note WHERE session_id = :session AND note_id = :note")
    Optional<Row> find(String session, String note);

    @SqlQuery("SELECT * FROM note WHERE session_id = :session ORDER BY created_at, note_id")
    List<Row> list(String session);

    @SqlQuery("SELECT COUNT(*) FROM note WHERE session_id = :session AND author_role = :role")
    int count(String session, String role);

    @SqlUpdate("DELETE FROM note WHERE session_id = :session AND note_id = :note")
    void remove(String session, String note);

    @SqlUpdate("DELETE FROM note WHERE session_id = :session")
    void erase(String session);
}
