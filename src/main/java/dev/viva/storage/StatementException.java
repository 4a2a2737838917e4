package dev.viva.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** A statement failed. Its message is the database's own, which contains no values. */
final class StatementException extends JdbiException {
    StatementException(SQLException cause) {
        super(cause);
    }
}
