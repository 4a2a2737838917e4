package dev.viva.storage;

import dev.viva.storage.Transaction.Sql;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The number of the last batch that each writer committed, stored with the batch itself. It is set before the commit is
 * sent, so that its row is locked while the commit's outcome is open.
 */
interface CommitMark {
    /**
     * Sets a writer's mark, in each batch, so without a DAO. Creates it where it is missing: without it the outcome of a
     * lost commit could not be found.
     */
    Sql SET = new Sql("""
            INSERT INTO commit_mark (writer, number) VALUES (?, ?)
            ON CONFLICT (writer) DO UPDATE SET number = excluded.number
            """);

    /** Reads with a write, so that it waits for a commit still in progress on the lost connection. */
    @SqlQuery("UPDATE commit_mark SET number = number WHERE writer = :writer RETURNING number")
    Optional<Long> last(String writer);

    @SqlUpdate("DELETE FROM commit_mark WHERE writer = :writer")
    void remove(String writer);
}
