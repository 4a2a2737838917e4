package dev.viva.copy;

import java.util.function.Consumer;

/** Says how far a table is, each so many rows. For one thread. */
final class Progress {
    /** What to say, to whom, and how often. */
    record Lines(Consumer<String> out, int every) {
        /**
         * @param all rows of the table
         * @param done what becomes of them: copied, compared
         */
        Progress of(String table, long all, String done) {
            return new Progress(this, table, all, done);
        }
    }

    private final Lines lines;
    private final String table;
    private final long all;
    private final String done;
    private long rows;

    private Progress(Lines lines, String table, long all, String done) {
        this.lines = lines;
        this.table = table;
        this.all = all;
        this.done = done;
    }

    /** One more. */
    void row() {
        rows++;
        if (rows % lines.every() == 0) {
            lines.out().accept("%-16s %,12d of %,d rows %s".formatted(table, rows, all, done));
        }
    }

    long rows() {
        return rows;
    }
}
