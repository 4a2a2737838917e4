package dev.viva.storage;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables of a database with their columns.
 *
 * @param columns by {@code table.column}
 */
record Catalogue(Map<String, Column> columns) {
    /** @param optional whether an insert may omit it */
    record Column(String type, boolean nullable, boolean optional) {}

    static Catalogue of(Connection connection) throws SQLException {
        var columns = new TreeMap<String, Column>();
        DatabaseMetaData data = connection.getMetaData();
        try (var rows = data.getColumns(null, connection.getSchema(), "%", "%")) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME");
                if (!table.equals("flyway_schema_history") && !table.startsWith("sqlite_")) {
                    boolean nullable = rows.getInt("NULLABLE") == DatabaseMetaData.columnNullable;
                    boolean optional = nullable || rows.getString("COLUMN_DEF") != null;
                    columns.put(
                            table + "." + rows.getString("COLUMN_NAME"),
                            new Column(rows.getString("TYPE_NAME"), nullable, optional));
                }
            }
        }
        return new Catalogue(columns);
    }

    private boolean hasTable(String column) {
        String table = column.substring(0, column.indexOf('.') + 1);
        return columns.keySet().stream().anyMatch(name -> name.startsWith(table));
    }

    /** Why a service for this catalogue cannot work with the next one; empty if it can. */
    List<String> brokenBy(Catalogue after) {
        var broken = new ArrayList<String>();
        columns.forEach((name, column) -> {
            Column now = after.columns().get(name);
            if (now == null) {
                broken.add(name + " is gone");
            } else if (!now.type().equals(column.type())) {
                broken.add(name + " is " + now.type() + " and was " + column.type());
            } else if (column.nullable() && !now.nullable()) {
                broken.add(name + " must not be null any more");
            } else if (column.optional() && !now.optional()) {
                broken.add(name + " has lost its default");
            }
        });
        after.columns().forEach((name, column) -> {
            if (!columns.containsKey(name) && hasTable(name) && !column.optional()) {
                broken.add(name + " is new and has to be given");
            }
        });
        return broken;
    }
}
