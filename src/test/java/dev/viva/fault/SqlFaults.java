package dev.viva.fault;

import java.sql.SQLException;
import java.util.List;

/** Decides which database steps fail: it is called around each step and throws to fail it. Thread-safe. */
public interface SqlFaults {
    /** Called before the step: if this throws, the step has no effect. */
    void before(Step step) throws SQLException;

    /** Called after the step: if this throws, the step has succeeded but the caller does not know. */
    void after(Step step) throws SQLException;

    /**
     * One step of the driver.
     *
     * @param sql the statement; {@code commit} for a commit
     * @param values the bound values; for a commit, those of all statements of its transaction
     * @param writing whether it is part of a transaction
     */
    record Step(String sql, List<Object> values, boolean writing) {
        static final String COMMIT = "commit";

        public boolean commit() {
            return sql.equals(COMMIT);
        }
    }
}
