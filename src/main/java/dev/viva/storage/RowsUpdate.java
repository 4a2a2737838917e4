package dev.viva.storage;

import dev.viva.storage.Transaction.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An update of many rows, or an insert. Make it a constant. PostgreSQL runs one statement for all: there, a statement
 * costs more than what it does to its row. SQLite runs one for each row: it would read the whole table for the other
 * form.
 */
public final class RowsUpdate {
    private final Sql each;
    private final Sql together;
    private final List<Column> columns;

    /** The types of columns. */
    public enum Column {
        TEXT("text"),
        BIGINT("int8"),
        INTEGER("int4");

        private final String type;

        Column(String type) {
            this.type = type;
        }

        /** A parameter that is an array of these. */
        String parameter() {
            return "CAST(? AS " + type + "[])";
        }

        private Object[] array(int length) {
            return switch (this) {
                case TEXT -> new String[length];
                case BIGINT -> new Long[length];
                case INTEGER -> new Integer[length];
            };
        }
    }

    /**
     * @param each changes one row; its parameters are the columns, in order
     * @param together changes all of them; {@code :rows} stands for a table with the same columns
     */
    public RowsUpdate(Sql each, String together, Column... columns) {
        this.each = each;
        this.columns = List.of(columns);
        this.together = new Sql(together.replace(":rows", unnest(this.columns)));
    }

    Sql each() {
        return each;
    }

    Sql together() {
        return together;
    }

    List<Column> columns() {
        return columns;
    }

    /** A table of PostgreSQL, given by an array for each of its columns. */
    static String unnest(List<Column> columns) {
        return columns.stream().map(Column::parameter).collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** The parameters of such a table: an array for each column of the rows. */
    static Object[] arrays(Connection connection, List<Column> columns, List<? extends List<?>> rows)
            throws SQLException {
        var arrays = new Object[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            Column column = columns.get(i);
            Object[] values = column.array(rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).get(i);
            }
            arrays[i] = connection.createArrayOf(column.type, values);
        }
        return arrays;
    }
}
