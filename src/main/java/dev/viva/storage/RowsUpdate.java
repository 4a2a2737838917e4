package dev.viva.storage;

import dev.viva.storage.Transaction.Sql;

/**
 * An update of many rows. Make it a constant. PostgreSQL runs one statement for every {@value RowsSql#MAX} rows: there,
 * a statement costs more than what it does to its row. SQLite runs one for each row: it would read the whole table for
 * the other form.
 */
public final class RowsUpdate {
    private final Sql each;
    private final RowsSql together;

    /**
     * @param each updates one row; its parameters are the columns, in order
     * @param together updates all of them; {@code (VALUES :rows)} are the same columns
     * @param row the columns with their types, as {@code (CAST(? AS BIGINT), ?)}
     */
    public RowsUpdate(String each, String together, String row) {
        this.each = new Sql(each);
        this.together = RowsSql.of(together, row);
    }

    Sql each() {
        return each;
    }

    RowsSql together() {
        return together;
    }
}
