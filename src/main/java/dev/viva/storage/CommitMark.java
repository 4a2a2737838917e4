package dev.viva.storage;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The number of the last batch that each writer committed, stored with the batch itself. */
interface CommitMark {
    @SqlUpdate("INSERT INTO commit_mark (writer, number) VALUES (:writer, 0)")
    void begin(@Bind("writer") String writer);

    @SqlUpdate("UPDATE commit_mark SET number = :number WHERE writer = :writer")
    void set(@Bind("writer") String writer, @Bind("number") long number);

    /** Writes while it reads, so that it waits for a commit that is still under way on a connection that was lost. */
    @SqlQuery("UPDATE commit_mark SET number = number WHERE writer = :writer RETURNING number")
    long last(@Bind("writer") String writer);
}
