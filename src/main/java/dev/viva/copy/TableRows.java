package dev.viva.copy;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the rows of a table in either database: names, numbers, and digests to compare them. */
final class TableRows {
    /** All tables of the schema, each after the tables that it refers to. */
    static final List<String> TABLES = List.of(
            "frozen_case",
            "session",
            "session_event",
            "voice_call",
            "idempotency_key",
            "awaited_answer",
            "audit",
            "erasure_journal",
            "note",
            "rater",
            "assessment",
            "reflection",
            "debrief_release",
            "exam",
            "exam_attempt",
            "review",
            "review_answer",
            "review_use");
    /** A start writes into it, also into a database that nobody has used. */
    static final String WRITTEN_AT_THE_START = "erasure_journal";
    /** Tables that the migrations and each start fill. They are not copied. */
    static final List<String> OWN = List.of("gate", "commit_mark", "flyway_schema_history");

    /** The number of rows that are read, written or looked up at a time. */
    static final int BATCH = 500;

    /** The number of a table's rows, and a digest that does not depend on their order. */
    record Sum(long rows, String digest) {}

    private TableRows() {}

    /** All tables in the database, including foreign ones. */
    static Set<String> tables(Connection connection) throws SQLException {
        var names = new TreeSet<String>();
        try (ResultSet found =
                connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
        }
        return names;
    }

    /** The columns of the primary key, in order. */
    static List<String> key(Connection connection, String table) throws SQLException {
        var names = new TreeMap<Integer, String>();
        DatabaseMetaData data = connection.getMetaData();
        try (ResultSet found = data.getPrimaryKeys(null, connection.getSchema(), table)) {
            while (found.next()) {
                names.put(found.getInt("KEY_SEQ"), found.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(names.values());
    }

    static List<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement none = connection.prepareStatement("SELECT * FROM " + table + " WHERE 1 = 0");
                ResultSet rows = none.executeQuery()) {
            return names(rows);
        }
    }

    static List<String> names(ResultSet rows) throws SQLException {
        var names = new ArrayList<String>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            names.add(rows.getMetaData().getColumnName(i));
        }
        return names;
    }

    static long count(Connection connection, String table) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM " + table);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static PreparedStatement select(Connection connection, String table) throws SQLException {
        PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table);
        select.setFetchSize(BATCH);
        return select;
    }

    /** Adds up the digests of all rows, because databases sort text differently. */
    static Sum sum(Connection connection, String table, Progress progress) throws SQLException {
        byte[] sum = new byte[32];
        try (PreparedStatement select = select(connection, table);
                ResultSet rows = select.executeQuery()) {
            List<String> names = names(rows).stream().sorted().toList();
            while (rows.next()) {
                add(sum, digest(rows, names).asBytes());
                progress.row();
            }
        }
        return new Sum(progress.rows(), HexFormat.of().formatHex(sum));
    }

    /** @param columns the columns to include, sorted by name because databases order them differently */
    static HashCode digest(ResultSet row, List<String> columns) throws SQLException {
        Hasher sha = Hashing.sha256().newHasher();
        for (String name : columns) {
            String value = row.getString(name);
            byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
            sha.putString(name + (value == null ? " is null" : " has " + bytes.length) + "\n", StandardCharsets.UTF_8)
                    .putBytes(bytes);
        }
        return sha.hash();
    }

    private static void add(byte[] sum, byte[] more) {
        int carry = 0;
        for (int i = sum.length - 1; i >= 0; i--) {
            carry += (sum[i] & 0xff) + (more[i] & 0xff);
            sum[i] = (byte) carry;
            carry >>= 8;
        }
    }

    /** A list of that many placeholders, in brackets. */
    static String placeholders(int number) {
        return "(" + String.join(", ", Collections.nCopies(number, "?")) + ")";
    }
}
