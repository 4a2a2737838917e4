package dev.viva.cohort;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of CSV (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe before it: OWASP, CSV
 * Injection. Within a field too: in many languages a spreadsheet divides rows at semicolons.
 */
final class CsvRow {
    private static final Pattern FORMULA = Pattern.compile("^(?=[=+\\-@＝＋－＠\\t\\r])|(?<=[;\\t\\r\\n])(?=[=+\\-@＝＋－＠])");

    private final StringBuilder row = new StringBuilder();
    private boolean begun;

    /** @param value null for an empty field */
    CsvRow add(@Nullable Object value) {
        if (begun) {
            row.append(',');
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
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r' || c == '\t');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
