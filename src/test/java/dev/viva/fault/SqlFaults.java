package dev.viva.fault;

import java.sql.SQLException;
import java.util.List;

/** What goes wrong under a database: it is asked around each step and throws to make it fail. Thread-safe. */
public interface SqlFaults {
    /** Before the step is done: what is thrown here has had no effect. */
    void before(Step step) throws SQLException;

    /** After the step was done: what is thrown here hides that it worked. */
    void after(Step step) throws SQLException;

    /**
     * One step of the driver.
     *
     * @param sql the statement; {@code commit} for a commit
     * @param values what is bound to it; for a commit, what was bound to all statements of its transaction
     * @param writing whether it is part of a transaction
     */
    record Step(String sql, List<Object> values, boolean writing) {
        static final String COMMIT = "commit";

        public boolean commit() {
            return sql.equals(COMMIT);
        }
    }
}
