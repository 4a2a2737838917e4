package dev.viva.cohort;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe before it: OWASP, CSV
 * Injection. Within a field too: whatever separates the columns, a spreadsheet of another language divides the row at
 * commas, or at semicolons.
 */
final class CsvRow {
    private static final Pattern FORMULA =
            Pattern.compile("^(?=[=+\\-@＝＋－＠\\t\\r])|(?<=[,;\\t\\r\\n])(?=[=+\\-@＝＋－＠])");

    private static final String QUOTED = ",;\"\n\r\t";

    private final StringBuilder row = new StringBuilder();
    private final char separator;
    private boolean begun;

    /** @param separator between the fields: a comma or a semicolon */
    CsvRow(char separator) {
        this.separator = separator;
    }

    /** @param value null for an empty field */
    CsvRow add(@Nullable Object value) {
        if (begun) {
            row.append(separator);
        }
        begun = true;
        if (value != null) {
            row.append(field(value.toString()));
        }
        return this;
    }

    /** The row with its end of line. */
    String end() {
        return row.append("\r\n").toString();
    }

    private static String field(String text) {
        String safe = FORMULA.matcher(text).replaceAll("'");
        boolean plain = safe.chars().noneMatch(c -> QUOTED.indexOf(c) >= 0);
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
