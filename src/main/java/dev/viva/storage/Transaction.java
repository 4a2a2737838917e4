package dev.viva.storage;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Gives a write the DAOs of the writer's connection, inside its transaction. Each DAO is created once per connection,
 * since creating it costs more than its statement. Used on the writer's thread only.
 *
 * <p>A statement of type {@link Sql} whose answer nobody needs yet waits for the next one: PostgreSQL gets both in one
 * round trip, and the last ones with the commit. If one fails, the next one throws. SQLite has no round trips and runs
 * each at once.
 */
public final class Transaction implements AutoCloseable {
    /** How many wait at most: every sequence of statements that occurs stays prepared. */
    private static final int MAX_UNSENT = 8;

    private final Handle handle;
    private final Sql commit = new Sql("COMMIT");
    private final Map<Class<?>, Object> daos = new HashMap<>();
    private final Map<Sql, PreparedStatement> prepared = new IdentityHashMap<>();
    private final Map<List<Sql>, Sql> together = new HashMap<>();
    private final List<Statement> unsent = new ArrayList<>();
    private boolean sent; // something, since the transaction began
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

    /** @param rows reads what it answers; null if it changes something */
    private record Statement(
            Sql sql,
            @Nullable Object[] parameters,
            @Nullable RowReader<?> rows) {}

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Transaction(Handle handle) {
        this.handle = handle;
        handle.getConfig(SqlStatements.class).setSqlLogger(new BeforeOthers());
    }

    /** The DAO of that type, inside the transaction. */
    public <D> D dao(Class<D> type) {
        return type.cast(daos.computeIfAbsent(type, handle::attach));
    }

    /** The first row of the statement. For statements that run too often to go through a DAO. */
    public <T> Optional<T> first(Sql sql, RowReader<T> reader, @Nullable Object... parameters) {
        var found = new ArrayList<T>(1);
        run(sql, parameters, row -> found.isEmpty() && found.add(reader.read(row)));
        send();
        return found.stream().findFirst();
    }

    /** Changes something, with the next statement. */
    public void update(Sql sql, @Nullable Object... parameters) {
        run(sql, parameters, null);
    }

    /** What the query finds for each of the keys, in any order, in one round trip for every {@value RowsSql#MAX}. */
    public <T> List<T> all(RowsSql sql, List<List<String>> keys, RowReader<T> reader) {
        Supplier<List<T>> found = allLater(sql, keys, reader);
        send();
        return found.get();
    }

    /**
     * The same, with the next statement.
     *
     * @return what it finds, once a statement was run that has an answer
     */
    public <T> Supplier<List<T>> allLater(RowsSql sql, List<List<String>> keys, RowReader<T> reader) {
        var found = new ArrayList<T>();
        for (int from = 0; from < keys.size(); from += RowsSql.MAX) {
            var part = keys.subList(from, Math.min(keys.size(), from + RowsSql.MAX));
            if (from > 0) {
                send(); // no more at once than one part
            }
            Sql statement = isPostgresql() ? sql.arrays() : sql.of(part.size());
            Object[] parameters = isPostgresql() ? arrays(sql.columns(), part) : RowsSql.filled(part);
            run(statement, parameters, row -> found.add(reader.read(row)));
        }
        return () -> found;
    }

    /** Changes all the rows, each given by its columns, with the next statement. On PostgreSQL it is one statement. */
    public void updateAll(RowsUpdate update, List<List<Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        if (isPostgresql()) {
            run(update.together(), arrays(update.columns(), rows), null);
            return;
        }
        try {
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

    /** Commits. On PostgreSQL with the last changes, in one round trip, but after what came first. */
    void commit() {
        if (!sent) {
            send();
        }
        if (isPostgresql()) {
            run(commit, new Object[0], null);
        }
        send();
        sent = false;
        handle.commit(); // ends it for the pool too: the driver knows that it is done, and sends nothing
    }

    private void run(Sql sql, @Nullable Object[] parameters, @Nullable RowReader<?> rows) {
        unsent.add(new Statement(sql, parameters, rows));
        if (!isPostgresql() || unsent.size() == MAX_UNSENT) {
            send();
        }
    }

    /** Sends what is unsent, and reads the answers. */
    void send() {
        if (unsent.isEmpty()) {
            return;
        }
        List<Statement> all = List.copyOf(unsent);
        unsent.clear();
        sent = true;
        try {
            PreparedStatement statement = prepared(together(all));
            bind(
                    statement,
                    all.stream().flatMap(each -> Arrays.stream(each.parameters)).toArray());
            statement.execute();
            for (Statement each : all) {
                if (each.rows != null) {
                    read(statement.getResultSet(), each.rows);
                }
                statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private Sql together(List<Statement> all) {
        List<Sql> each = all.stream().map(Statement::sql).toList();
        return each.size() == 1
                ? each.getFirst()
                : together.computeIfAbsent(
                        each,
                        several -> new Sql(several.stream().map(Sql::toString).collect(joining(";"))));
    }

    private static void read(ResultSet rows, RowReader<?> reader) throws SQLException {
        try (rows) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private boolean isPostgresql() {
        try {
            if (postgresql == null) {
                String product = handle.getConnection().getMetaData().getDatabaseProductName();
                postgresql = product.equals("PostgreSQL");
            }
            return postgresql;
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private Object[] arrays(List<RowsUpdate.Column> columns, List<? extends List<?>> rows) {
        try {
            return RowsUpdate.arrays(driver(), columns, rows);
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private PreparedStatement prepared(Sql sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = driver().prepareStatement(sql.text);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** The driver's own connection: the pool's wraps each call to a statement and to its results. */
    private Connection driver() throws SQLException {
        return handle.getConnection().unwrap(Connection.class);
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

    /** Sends what is unsent before a DAO's statement, which may depend on it. */
    private final class BeforeOthers implements SqlLogger {
        @Override
        public void logBeforeExecution(StatementContext context) {
            send();
        }
    }

    /** A statement failed. Its message is the database's own, which contains no values. */
    static final class StatementException extends JdbiException {
        StatementException(SQLException cause) {
            super(cause);
        }
    }
}
