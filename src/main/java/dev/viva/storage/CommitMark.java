package dev.viva.storage;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The number of the last batch that each writer committed, stored with the batch itself. */
interface CommitMark {
    /** Also where it is missing: without it the fate of no lost commit could be told. */
    @SqlUpdate("""
            INSERT INTO commit_mark (writer, number) VALUES (:writer, :number)
            ON CONFLICT (writer) DO UPDATE SET number = excluded.number
            """)
    void set(String writer, long number);

    /** Writes while it reads, so that it waits for a commit that is still under way on a connection that was lost. */
    @SqlQuery("UPDATE commit_mark SET number = number WHERE writer = :writer RETURNING number")
    Optional<Long> last(String writer);

    @SqlUpdate("DELETE FROM commit_mark WHERE writer = :writer")
    void remove(String writer);
}
