package dev.viva.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowTest {
    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t1", "\r1", "＝1"})
    void aFormulaStaysText(String text) {
        assertThat(read(new CsvRow(',').add("first").add(text).end(), ',')).containsExactly("first", "'" + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Eve;=cmd()|Eve;'=cmd()",
                "one;+1;two|one;'+1;two",
                "x;y=1|x;y=1",
                "x;-1;＠z|x;'-1;'＠z",
                "Eve,=cmd()|Eve,'=cmd()",
                "a, =b|a, =b"
            })
    void aFormulaStaysTextWhereverASpreadsheetDividesTheRow(String text, String safe) {
        for (char separator : new char[] {',', ';'}) {
            assertThat(read(new CsvRow(separator).add(text).end(), separator)).containsExactly(safe);
            assertThat(read(new CsvRow(separator).add("first\n=1").end(), separator))
                    .containsExactly("first\n'=1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a;b", "\"quoted\"", "two\nlines", "two\r\nlines", "plain", "a=b", "é 🙂"})
    void otherTextIsReadAsItWasWritten(String text) {
        for (char separator : new char[] {',', ';'}) {
            assertThat(read(new CsvRow(separator).add(text).add("last").end(), separator))
                    .containsExactly(text, "last");
        }
    }

    @Test
    void whatIsMissingIsEmpty() {
        assertThat(new CsvRow(',').add(null).add(1).add(null).add(true).end()).isEqualTo(",1,,true\r\n");
        assertThat(new CsvRow(';').add(null).add(1).add(null).add(true).end()).isEqualTo(";1;;true\r\n");
    }

    /** Reads one row as RFC 4180 says. */
    private static List<String> read(String row, char separator) {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        try (var in = new StringReader(row.substring(0, row.length() - 2))) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '"') {
                    in.mark(1);
                    if (quoted && in.read() == '"') {
                        field.append('"');
                    } else {
                        if (quoted) {
                            in.reset();
                        }
                        quoted = !quoted;
                    }
                } else if (c == separator && !quoted) {
                    fields.add(field.toString());
                    field.setLength(0);
                } else {
                    field.append((char) c);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        fields.add(field.toString());
        return fields;
    }
}
