package dev.viva.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a write the DAOs of the writer's connection, inside its transaction. Each DAO is created once per connection,
 * since creating it costs more than its statement. Used on the writer's thread only.
 */
public final class Transaction implements AutoCloseable {
    private final Handle handle;
    private final Map<Class<?>, Object> daos = new HashMap<>();
    private final Map<Sql, PreparedStatement> prepared = new IdentityHashMap<>();
    private @Nullable Boolean postgresql;

    /** A statement that stays prepared. Make it a constant. Its parameters are {@code ?}, in order. */
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

    /**
     * What a write locks that sorts before every key. A batch takes it once.
     *
     * @param name says which lock it is, and orders it among those of a batch, so that replicas cannot deadlock
     * @param take locks it until the transaction ends
     */
    public record Lock(String name, Consumer<Transaction> take) {}

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The DAO of that type, inside the transaction. */
    public <D> D dao(Class<D> type) {
        return type.cast(daos.computeIfAbsent(type, handle::attach));
    }

    /** The first row of the statement. For statements that run too often to go through a DAO. */
    public <T> Optional<T> first(Sql sql, RowReader<T> reader, @Nullable Object... parameters) {
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
    public int update(Sql sql, @Nullable Object... parameters) {
        try {
            return bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    /** What the query finds for each of the keys, in any order, in one round trip for every {@value RowsSql#MAX}. */
    public <T> List<T> all(RowsSql sql, List<List<String>> keys, RowReader<T> reader) {
        var found = new ArrayList<T>();
        try {
            for (int from = 0; from < keys.size(); from += RowsSql.MAX) {
                var part = keys.subList(from, Math.min(keys.size(), from + RowsSql.MAX));
                PreparedStatement statement = isPostgresql()
                        ? bound(sql.arrays(), sql.columns(), part)
                        : bound(sql.of(part.size()), RowsSql.filled(part));
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                }
            }
            return found;
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    /** Changes all the rows, each given by its columns, in one round trip. */
    public void updateAll(RowsUpdate update, List<List<Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            if (isPostgresql()) {
                bound(update.together(), update.columns(), rows).executeUpdate();
                return;
            }
            PreparedStatement statement = prepared(update.each());
            for (List<Object> row : rows) {
                bind(statement, row.toArray());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private boolean isPostgresql() throws SQLException {
        if (postgresql == null) {
            String product = handle.getConnection().getMetaData().getDatabaseProductName();
            postgresql = product.equals("PostgreSQL");
        }
        return postgresql;
    }

    private PreparedStatement bound(Sql sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, parameters);
        return statement;
    }

    private PreparedStatement bound(Sql sql, List<RowsUpdate.Column> columns, List<? extends List<?>> rows)
            throws SQLException {
        PreparedStatement statement = prepared(sql);
        RowsUpdate.bind(statement, columns, rows);
        return statement;
    }

    private PreparedStatement prepared(Sql sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            // The driver's own: the pool's connection wraps each call to a statement and to its results.
            statement = handle.getConnection().unwrap(Connection.class).prepareStatement(sql.text);
            prepared.put(sql, statement);
        }
        return statement;
    }

    static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    Handle handle() {
        return handle;
    }

    /** Closes the connection for good, so that the pool opens another in its place. */
    void abandon() {
        try {
            handle.getConnection().abort(Runnable::run);
        } catch (SQLException e) {
            throw new StatementException(e);
        } finally {
            close();
        }
    }

    /** Returns the connection to the pool, and closes the statements prepared on it. */
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

    /** A statement failed. Its message is the database's own, which contains no values. */
    static final class StatementException extends JdbiException {
        StatementException(SQLException cause) {
            super(cause);
        }
    }
}
