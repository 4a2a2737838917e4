package dev.viva.assessment;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table of raters. The statements run on SQLite and PostgreSQL. */
interface RaterDao {
    @SqlQuery("SELECT id FROM rater WHERE name = :name")
    Optional<String> find(String name);

    @SqlUpdate("INSERT INTO rater (id, name) VALUES (:id, :name) ON CONFLICT DO NOTHING")
    void insert(String id, String name);
}
