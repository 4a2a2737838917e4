package dev.viva.copy;

import com.codahale.metrics.MetricRegistry;
import dev.viva.storage.Database;
import dev.viva.storage.DatabaseConfiguration;
import dev.viva.storage.Pools;
import io.dropwizard.db.ManagedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies a deployment's data from one database to another, for example from a file to PostgreSQL. No service may use
 * either database meanwhile. A target with anything but a part of the same source is refused before anything is
 * changed. Existing rows are skipped, so an interrupted copy resumes. At the end, each table is compared by its number
 * of rows and by a digest of all rows. For one thread.
 */
public final class CopyData {
    private static final int ROWS_PER_REPORT = 50_000;

    private final DatabaseConfiguration from;
    private final DatabaseConfiguration to;
    private final CopyAdvice advice;
    private final Consumer<String> out;
    private final Progress.Reports reports;

    /** @param out receives a message about each step */
    public CopyData(DatabaseConfiguration from, DatabaseConfiguration to, Consumer<String> out) {
        this(from, to, CopyAdvice.COPY, out, ROWS_PER_REPORT);
    }

    CopyData(DatabaseConfiguration from, DatabaseConfiguration to, CopyAdvice advice, Consumer<String> out) {
        this(from, to, advice, out, ROWS_PER_REPORT);
    }

    /** @param rowsPerReport reports the progress each time this many rows are done */
    CopyData(
            DatabaseConfiguration from,
            DatabaseConfiguration to,
            CopyAdvice advice,
            Consumer<String> out,
            int rowsPerReport) {
        this.from = from;
        this.to = to;
        this.advice = advice;
        this.out = out;
        this.reports = new Progress.Reports(out, rowsPerReport);
    }

    /**
     * Copies and compares.
     *
     * @return whether both databases are equal at the end
     * @throws CopyException when the source or target is refused; then nothing was changed
     */
    public boolean run() throws SQLException {
        check();
        ExistingDatabase.makeFolder(to);
        Database.migrate(pools(to));
        try (ExistingDatabase source = CopyCheck.source(from, advice);
                Connection reading = source.connect()) {
            if (from.postgresql()) { // SQLite transactions have this isolation anyway
                reading.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            reading.setAutoCommit(false); // one snapshot of all tables; PostgreSQL then streams rows
            return copy(reading);
        }
    }

    /** Also migrates a source of an earlier version, as the first start of this version would. */
    private void check() throws SQLException {
        boolean earlier;
        if (address(from).equals(address(to))) {
            throw new CopyException("The database to read and the database to fill are the same: "
                    + ExistingDatabase.place(from) + ". " + advice.target());
        }
        try (ExistingDatabase source = CopyCheck.source(from, advice)) {
            CopyCheck.target(source, to, advice, reports);
            earlier = source.isFromEarlierVersion();
        }
        if (earlier) {
            out.accept("The source is from an earlier version: migrating its schema.");
            Database.migrate(pools(from));
        }
    }

    /** The whole URL: one PostgreSQL database may have several schemas. */
    private static String address(DatabaseConfiguration config) {
        return config.postgresql() ? config.url() : ExistingDatabase.place(config);
    }

    private static Pools pools(DatabaseConfiguration config) {
        return new Pools(config, Path.of("."));
    }

    private boolean copy(Connection reading) throws SQLException {
        ManagedDataSource target = pools(to).migrations().build(new MetricRegistry(), "copy");
        try (Connection writing = target.getConnection()) {
            writing.setAutoCommit(false);
            removeWhatAStartWrote(writing);
            boolean same = true;
            for (String table : TableRows.TABLES) {
                copy(reading, writing, table);
                same &= compare(reading, writing, table);
            }
            out.accept(same ? "Both databases are equal." : "The databases differ: empty the target and copy again.");
            return same;
        } finally {
            Database.stop(target);
        }
    }

    /** How far a start has applied its journal says nothing about the data that comes now. */
    private static void removeWhatAStartWrote(Connection writing) throws SQLException {
        if (TableRows.count(writing, "session") == 0) {
            try (PreparedStatement delete = writing.prepareStatement("DELETE FROM " + TableRows.WRITTEN_AT_THE_START)) {
                delete.executeUpdate();
            }
        }
    }

    private void copy(Connection reading, Connection writing, String table) throws SQLException {
        Progress progress = reports.of(table, TableRows.count(reading, table), "copied");
        try (PreparedStatement select = TableRows.select(reading, table);
                ResultSet rows = select.executeQuery()) {
            List<String> names = TableRows.names(rows);
            try (PreparedStatement insert = writing.prepareStatement("INSERT INTO " + table + " ("
                    + String.join(", ", names) + ") VALUES " + TableRows.placeholders(names.size())
                    + " ON CONFLICT DO NOTHING")) {
                int waiting = 0;
                while (rows.next()) {
                    for (int i = 1; i <= names.size(); i++) {
                        insert.setObject(i, rows.getObject(i));
                    }
                    insert.addBatch();
                    if (++waiting % TableRows.BATCH == 0) {
                        insert.executeBatch();
                        writing.commit();
                    }
                    progress.row();
                }
                insert.executeBatch();
                writing.commit();
            }
        }
    }

    private boolean compare(Connection reading, Connection writing, String table) throws SQLException {
        long all = TableRows.count(reading, table);
        TableRows.Sum source = TableRows.sum(reading, table, reports.of(table, all, "of the source compared"));
        TableRows.Sum copy = TableRows.sum(writing, table, reports.of(table, all, "of the target compared"));
        boolean same = source.equals(copy);
        out.accept("%-16s %,12d rows  %s"
                .formatted(table, source.rows(), same ? "the same" : "differ from " + copy.rows() + " in the target"));
        return same;
    }
}
