package dev.viva.storage;

import dev.viva.storage.Transaction.Sql;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for many keys in one round trip. Make it a constant. {@code :rows} in its text stands for the keys: {@code ?, ?}
 * or, of several columns, {@code (?, ?), (?, ?)}. It stays prepared for 1, 2, 4 and so on up to {@value #MAX} rows. The
 * last row is repeated to fill up, so that a row may be answered more than once.
 */
public final class RowsSql {
    static final int MAX = 64;

    private final List<Sql> plain;
    private final List<Sql> locking;

    private RowsSql(String text, String row, @Nullable String lockedBy) {
        plain = sizes(text, row);
        locking = lockedBy == null
                ? plain
                // The batches of all replicas lock in the order of their bytes, as the keys are sorted here.
                : sizes(text + " ORDER BY " + lockedBy + " COLLATE \"C\" FOR NO KEY UPDATE", row);
    }

    /**
     * Only reads.
     *
     * @param columns of each row
     */
    public static RowsSql reading(String text, int columns) {
        String row = String.join(", ", Collections.nCopies(columns, "?"));
        return of(text, columns == 1 ? row : "(" + row + ")");
    }

    /**
     * One whose rows are not plain values.
     *
     * @param row as {@code (CAST(? AS BIGINT), ?)}
     */
    static RowsSql of(String text, String row) {
        return new RowsSql(text, row, null);
    }

    /**
     * Also locks the rows that it finds, against other replicas. SQLite has one writer and needs no lock.
     *
     * @param key the column by which the rows are asked for, which also orders the locks
     */
    public static RowsSql locking(String text, String key) {
        return new RowsSql(text, "?", key);
    }

    private static List<Sql> sizes(String text, String row) {
        return IntStream.iterate(1, rows -> rows <= MAX, rows -> rows * 2)
                .mapToObj(rows -> String.join(", ", Collections.nCopies(rows, row)))
                .map(rows -> new Sql(text.replace(":rows", rows)))
                .toList();
    }

    /** The smallest prepared statement that takes this many rows. */
    Sql of(int rows, boolean locks) {
        return (locks ? locking : plain).get(power(rows));
    }

    /** The parameters of that statement. */
    static Object[] filled(List<? extends List<?>> rows) {
        int more = (1 << power(rows.size())) - rows.size();
        return Stream.<List<?>>concat(rows.stream(), Collections.nCopies(more, rows.getLast()).stream())
                .flatMap(List::stream)
                .toArray();
    }

    private static int power(int rows) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1);
    }

    @Override
    public String toString() {
        return plain.get(1).toString();
    }
}
