package dev.viva.storage;

import dev.viva.storage.Transaction.Sql;

/**
 * An update of many rows. Make it a constant. SQLite runs a statement for each row. PostgreSQL runs one for every
 * {@value RowsSql#MAX}: each statement there costs more than what it does to its row. (SQLite would read the whole table
 * for it.)
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
