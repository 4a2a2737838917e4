package dev.viva.storage;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a write works with: the DAOs on the writer's own connection, inside its transaction. They are made once per
 * connection, for making one costs more than the statement that it runs. Used by the writer's thread alone.
 */
public final class Transaction implements AutoCloseable {
    private final Handle handle;
    private final Map<Class<?>, Object> daos = new HashMap<>();
    private final Map<Sql, PreparedStatement> prepared = new IdentityHashMap<>();

    /** A statement that is kept prepared; make it a constant. Its parameters are {@code ?} in the order they are given. */
    public static final class Sql {
        private final String text;

        public Sql(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The DAO of that type; its changes are the transaction's. */
    public <D> D dao(Class<D> type) {
        return type.cast(daos.computeIfAbsent(type, handle::attach));
    }

    /** The first row that the statement gives; for what runs too often to go through a DAO. */
    public <T> Optional<T> first(Sql sql, RowReader<T> reader, Object... parameters) {
        try {
            PreparedStatement statement = bound(sql, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    /** How many rows the statement changed. */
    public int update(Sql sql, Object... parameters) {
        try {
            return bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private PreparedStatement bound(Sql sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = handle.getConnection().prepareStatement(sql.text);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    Handle handle() {
        return handle;
    }

    /** Ends the connection itself, so that the pool makes another in its place and never gives this one out again. */
    void abandon() {
        try {
            handle.getConnection().abort(Runnable::run);
        } catch (SQLException e) {
            throw new StatementException(e);
        } finally {
            close();
        }
    }

    /** Gives the connection back, and with it all that was prepared on it. */
    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        } catch (SQLException e) {
            throw new StatementException(e);
        } finally {
            prepared.clear();
            handle.close();
        }
    }
}
