package dev.viva.storage;

import com.google.common.base.Preconditions;
import dev.viva.storage.RowsUpdate.Column;
import dev.viva.storage.Transaction.Sql;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query for many keys in one round trip. Make it a constant. {@code :rows} in its text stands for the keys.
 *
 * <p>In a transaction on PostgreSQL they are arrays, one for each column, so that one prepared statement takes any number
 * of rows. Elsewhere they are {@code ?, ?} or, of several columns, {@code (?, ?), (?, ?)}. That stays prepared for 1, 2,
 * 4 and so on up to {@value #MAX} rows. The last row is repeated to fill up, so that a row may be answered more than
 * once.
 */
public final class RowsSql {
    static final int MAX = 64;

    private final List<Sql> sizes;
    private final Sql arrays;
    private final List<Column> columns;

    private RowsSql(String text, int columns, String locking) {
        String row = String.join(", ", Collections.nCopies(columns, "?"));
        this.sizes = sizes(text, columns == 1 ? row : "(" + row + ")");
        this.columns = Collections.nCopies(columns, Column.TEXT);
        String rows = columns == 1
                ? text.replace("IN (:rows)", "= ANY (" + Column.TEXT.parameter() + ")")
                : text.replace("VALUES :rows", "SELECT * FROM " + RowsUpdate.unnest(this.columns));
        Preconditions.checkArgument(!rows.contains(":rows"), "no place for the keys in: %s", text);
        this.arrays = new Sql(rows + locking);
    }

    /**
     * Only reads.
     *
     * @param text has {@code IN (:rows)} for one column, {@code (VALUES :rows)} for several
     * @param columns of each row
     */
    public static RowsSql reading(String text, int columns) {
        return new RowsSql(text, columns, "");
    }

    /**
     * In a transaction it also locks the rows that it finds, against other replicas. SQLite has one writer and needs no
     * lock.
     *
     * @param text has {@code IN (:rows)}
     * @param key the column by which the rows are asked for, which also orders the locks
     */
    public static RowsSql locking(String text, String key) {
        // The batches of all replicas lock in the order of their bytes, as the keys are sorted there.
        return new RowsSql(text, 1, " ORDER BY " + key + " COLLATE \"C\" FOR NO KEY UPDATE");
    }

    private static List<Sql> sizes(String text, String row) {
        return IntStream.iterate(1, rows -> rows <= MAX, rows -> rows * 2)
                .mapToObj(rows -> String.join(", ", Collections.nCopies(rows, row)))
                .map(rows -> new Sql(text.replace(":rows", rows)))
                .toList();
    }

    /** The smallest prepared statement that takes this many rows, which locks nothing. */
    Sql of(int rows) {
        return sizes.get(power(rows));
    }

    /** The parameters of that statement. */
    static Object[] filled(List<? extends List<?>> rows) {
        int more = (1 << power(rows.size())) - rows.size();
        return Stream.<List<?>>concat(rows.stream(), Collections.nCopies(more, rows.getLast()).stream())
                .flatMap(List::stream)
                .toArray();
    }

    /** The statement of PostgreSQL in a transaction. */
    Sql arrays() {
        return arrays;
    }

    /** The columns of its arrays. */
    List<Column> columns() {
        return columns;
    }

    private static int power(int rows) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1);
    }

    @Override
    public String toString() {
        return sizes.get(1).toString();
    }
}
