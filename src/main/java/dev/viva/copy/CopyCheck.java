package dev.viva.copy;

import com.google.common.hash.HashCode;
import dev.viva.storage.DatabaseConfiguration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks source and target before anything is changed. Refuses a source that is not a database of Viva, and a target
 * with anything but a part of the same source.
 */
final class CopyCheck {
    private final ExistingDatabase source;
    private final ExistingDatabase target;
    private final CopyAdvice advice;
    private final Progress.Reports reports;

    private CopyCheck(ExistingDatabase source, ExistingDatabase target, CopyAdvice advice, Progress.Reports reports) {
        this.source = source;
        this.target = target;
        this.advice = advice;
        this.reports = reports;
    }

    /** Opens the source, or refuses it. The caller closes it. */
    static ExistingDatabase source(DatabaseConfiguration config, CopyAdvice advice) throws SQLException {
        ExistingDatabase source = ExistingDatabase.open(config)
                .orElseThrow(() -> new CopyException(
                        "There is no file " + ExistingDatabase.place(config) + ". " + advice.source()));
        if (!source.isOfViva()) {
            source.close();
            throw new CopyException(source.place() + " contains no data of Viva. " + advice.source());
        }
        if (source.isFromLaterVersion()) {
            source.close();
            throw later(source);
        }
        return source;
    }

    /** Refuses a target that is neither empty nor an interrupted copy of this source. */
    static void target(
            ExistingDatabase source, DatabaseConfiguration config, CopyAdvice advice, Progress.Reports reports)
            throws SQLException {
        var found = ExistingDatabase.open(config);
        if (found.isEmpty()) {
            return;
        }
        try (ExistingDatabase target = found.get()) {
            if (target.isEmpty()) {
                return;
            }
            if (!target.isOfViva()) {
                throw new CopyException(target.place() + " contains tables that are not Viva's: "
                        + String.join(", ", target.tables()) + ". " + advice.target());
            }
            if (target.isFromLaterVersion()) {
                throw later(target);
            }
            new CopyCheck(source, target, advice, reports).checkRows();
        }
    }

    private static CopyException later(ExistingDatabase database) {
        return new CopyException(database.place() + " was changed by a later version of Viva. Use that version.");
    }

    private void checkRows() throws SQLException {
        try (Connection reading = source.connect();
                Connection copy = target.connect()) {
            copy.setAutoCommit(false); // PostgreSQL then streams rows
            boolean unused = TableRows.count(copy, "session") == 0;
            for (String table : TableRows.TABLES) {
                boolean replaced = unused && table.equals(TableRows.WRITTEN_AT_THE_START);
                if (target.tables().contains(table) && !replaced) {
                    checkRows(reading, copy, table);
                }
            }
            copy.rollback();
        }
    }

    private void checkRows(Connection reading, Connection copy, String table) throws SQLException {
        long all = TableRows.count(copy, table);
        if (all > 0 && !source.tables().contains(table)) {
            throw foreign(table);
        }
        if (all == 0) {
            return;
        }
        List<String> key = TableRows.key(copy, table);
        // Either database may have the columns of an earlier version.
        List<String> known = TableRows.columns(reading, table);
        List<String> columns = TableRows.columns(copy, table).stream()
                .filter(known::contains)
                .sorted()
                .toList();
        Progress progress = reports.of(table, all, "of the target checked");
        try (PreparedStatement select = TableRows.select(copy, table);
                ResultSet rows = select.executeQuery()) {
            var batch = new HashMap<List<Object>, HashCode>();
            while (rows.next()) {
                batch.put(values(rows, key), TableRows.digest(rows, columns));
                progress.row();
                if (batch.size() == TableRows.BATCH) {
                    lookUp(reading, table, key, columns, batch);
                    batch.clear();
                }
            }
            lookUp(reading, table, key, columns, batch);
        }
    }

    private void lookUp(
            Connection reading, String table, List<String> key, List<String> columns, Map<List<Object>, HashCode> batch)
            throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        String keys = String.join(", ", Collections.nCopies(batch.size(), TableRows.placeholders(key.size())));
        int same = 0;
        try (PreparedStatement select = reading.prepareStatement(
                "SELECT * FROM " + table + " WHERE (" + String.join(", ", key) + ") IN (VALUES " + keys + ")")) {
            int place = 1;
            for (List<Object> values : batch.keySet()) {
                for (Object value : values) {
                    select.setObject(place++, value);
                }
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    same += TableRows.digest(rows, columns).equals(batch.get(values(rows, key))) ? 1 : 0;
                }
            }
        }
        if (same < batch.size()) {
            throw foreign(table);
        }
    }

    /** Converts numbers to long: the databases may return different types for the same key. */
    private static List<Object> values(ResultSet row, List<String> key) throws SQLException {
        var values = new ArrayList<>();
        for (String column : key) {
            Object value = row.getObject(column);
            values.add(value instanceof Number number ? (Object) number.longValue() : value);
        }
        return List.copyOf(values);
    }

    private CopyException foreign(String table) {
        return new CopyException(target.place() + " is not empty, and not an interrupted copy of this source: "
                + "its table " + table + " has rows that the source does not have, or has with other content. "
                + "Nothing was changed. " + advice.target());
    }
}
