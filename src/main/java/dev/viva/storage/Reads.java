package dev.viva.storage;

import dev.viva.storage.Transaction.RowReader;
import dev.viva.storage.Transaction.Sql;
import dev.viva.storage.Transaction.StatementException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads by statements that run each second, or in each request. Creating a DAO costs more than such a statement.
 * Thread-safe.
 */
public final class Reads {
    private final ConnectionFactory connections;

    Reads(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** The rows of the statement. */
    public <T> List<T> all(Sql sql, RowReader<T> reader, @Nullable Object... parameters) {
        return run(
                sql,
                rows -> {
                    var found = new ArrayList<T>();
                    while (rows.next()) {
                        found.add(reader.read(rows));
                    }
                    return found;
                },
                parameters);
    }

    /** The first row of the statement. */
    public <T> Optional<T> first(Sql sql, RowReader<T> reader, @Nullable Object... parameters) {
        return run(sql, rows -> rows.next() ? Optional.of(reader.read(rows)) : Optional.empty(), parameters);
    }

    /** What the query finds for each of the keys, in any order, a statement for every {@value RowsSql#MAX}. */
    public <T> List<T> all(RowsSql sql, List<List<String>> keys, RowReader<T> reader) {
        var found = new ArrayList<T>();
        for (int from = 0; from < keys.size(); from += RowsSql.MAX) {
            var part = keys.subList(from, Math.min(keys.size(), from + RowsSql.MAX));
            found.addAll(all(sql.of(part.size()), reader, RowsSql.filled(part)));
        }
        return found;
    }

    private <T> T run(Sql sql, RowReader<T> answer, @Nullable Object... parameters) {
        try (var connection = open();
                var statement = connection.unwrap(Connection.class).prepareStatement(sql.toString())) {
            Transaction.bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                return answer.read(rows);
            }
        } catch (SQLException e) {
            throw new StatementException(e);
        }
    }

    private Connection open() {
        try {
            return connections.openConnection();
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }
}
