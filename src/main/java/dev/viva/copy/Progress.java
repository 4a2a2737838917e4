package dev.viva.copy;

import java.util.function.Consumer;

/** Reports the progress of one table at regular numbers of rows. For one thread. */
final class Progress {
    /** Where and how often to report. */
    record Reports(Consumer<String> out, int every) {
        /**
         * @param all the number of rows of the table
         * @param done what was done with the rows, such as copied or compared
         */
        Progress of(String table, long all, String done) {
            return new Progress(this, table, all, done);
        }
    }

    private final Reports reports;
    private final String table;
    private final long all;
    private final String done;
    private long rows;

    private Progress(Reports reports, String table, long all, String done) {
        this.reports = reports;
        this.table = table;
        this.all = all;
        this.done = done;
    }

    /** Counts one row. */
    void row() {
        rows++;
        if (rows % reports.every() == 0) {
            reports.out().accept("%-16s %,12d of %,d rows %s".formatted(table, rows, all, done));
        }
    }

    long rows() {
        return rows;
    }
}
