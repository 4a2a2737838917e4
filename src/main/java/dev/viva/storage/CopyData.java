package dev.viva.storage;

import com.codahale.metrics.MetricRegistry;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.dropwizard.db.ManagedDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves a deployment's data from one database to another, for example from a file to PostgreSQL. No service may use
 * either meanwhile. What is there already is passed over, so a copy that was broken off goes on where it was; in the end
 * each table is compared by its number of rows and by a digest of all of them.
 */
public final class CopyData {
    /** Every table of the schema, each after those that it refers to. */
    static final List<String> TABLES =
            List.of("frozen_case", "session", "session_event", "voice_call", "idempotency_key");
    /** What the migrations and each start fill by themselves. */
    static final List<String> OWN = List.of("gate", "commit_mark", "flyway_schema_history");

    private static final int BATCH = 500;

    private final DatabaseConfiguration from;
    private final DatabaseConfiguration to;
    private final Consumer<String> out;

    /** A table's rows: how many there are, and a digest that does not depend on their order. */
    record Sum(long rows, String digest) {}

    /** @param out what is told of each step, in words */
    public CopyData(DatabaseConfiguration from, DatabaseConfiguration to, Consumer<String> out) {
        this.from = from;
        this.to = to;
        this.out = out;
    }

    /**
     * Copies and compares.
     *
     * @return whether both hold the same in the end
     */
    public boolean run() throws SQLException {
        ManagedDataSource source = open(from);
        ManagedDataSource target = open(to);
        try (Connection reading = source.getConnection();
                Connection writing = target.getConnection()) {
            reading.setAutoCommit(false); // one view of all tables; and PostgreSQL then sends rows as they are needed
            writing.setAutoCommit(false);
            boolean same = true;
            for (String table : TABLES) {
                copy(reading, writing, table);
                same &= compare(reading, writing, table);
            }
            out.accept(same ? "Both hold the same." : "They differ: empty the target and copy again.");
            return same;
        } finally {
            Database.stop(source);
            Database.stop(target);
        }
    }

    private static ManagedDataSource open(DatabaseConfiguration config) {
        var pools = new Pools(config, Path.of("."));
        Database.migrate(pools);
        return pools.migrations().build(new MetricRegistry(), "copy");
    }

    private void copy(Connection reading, Connection writing, String table) throws SQLException {
        try (PreparedStatement select = select(reading, table);
                ResultSet rows = select.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            String marks = String.join(", ", Collections.nCopies(columns, "?"));
            try (PreparedStatement insert = writing.prepareStatement("INSERT INTO " + table + " ("
                    + String.join(", ", names(rows)) + ") VALUES (" + marks + ") ON CONFLICT DO NOTHING")) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.addBatch();
                    if (++waiting % BATCH == 0) {
                        insert.executeBatch();
                        writing.commit();
                    }
                }
                insert.executeBatch();
                writing.commit();
            }
        }
    }

    private static List<String> names(ResultSet rows) throws SQLException {
        var names = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnName(i));
        }
        return names;
    }

    private boolean compare(Connection reading, Connection writing, String table) throws SQLException {
        Sum here = sum(reading, table);
        Sum there = sum(writing, table);
        boolean same = here.equals(there);
        out.accept("%-16s %,12d rows  %s"
                .formatted(table, here.rows(), same ? "the same" : "differ from " + there.rows() + " in the target"));
        return same;
    }

    /** The digests of all rows, added up: databases sort texts in different ways. */
    static Sum sum(Connection connection, String table) throws SQLException {
        byte[] sum = new byte[32];
        long count = 0;
        try (PreparedStatement select = select(connection, table);
                ResultSet rows = select.executeQuery()) {
            List<String> names = names(rows).stream().sorted().toList();
            while (rows.next()) {
                add(sum, digest(rows, names));
                count++;
            }
        }
        return new Sum(count, HexFormat.of().formatHex(sum));
    }

    private static byte[] digest(ResultSet row, List<String> names) throws SQLException {
        Hasher sha = Hashing.sha256().newHasher();
        for (String name : names) {
            String value = row.getString(name);
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            sha.putString(name + (value == null ? " is null" : " has " + bytes.length) + "\n", StandardCharsets.UTF_8)
                    .putBytes(bytes);
        }
        return sha.hash().asBytes();
    }

    private static void add(byte[] sum, byte[] more) {
        int carry = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            carry += (sum[i] & 0xff) + (more[i] & 0xff);
            sum[i] = (byte) carry;
            carry >>= 8;
        }
    }

    private static PreparedStatement select(Connection connection, String table) throws SQLException {
        PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table);
        select.setFetchSize(BATCH);
        return select;
    }
}
