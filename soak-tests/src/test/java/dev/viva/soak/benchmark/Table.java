package dev.viva.soak.benchmark;

import java.util.List;
import java.util.stream.Collectors;

/** The results as a table of Markdown. */
final class Table {
    private Table() {}

    static String of(List<Row> rows, String machine, Length length) {
        return rows.stream()
                .map(row -> "| %s | %s | %s | %s | %s |"
                        .formatted(row.what(), row.measured(), row.beside(), row.found(), row.wanted()))
                .collect(Collectors.joining(
                        "\n",
                        (length.isShort() ? "A short run: rough figures. " : "") + machine + "\n\n"
                                + "| what | measured | beside | found | bar |\n|---|---|---|---|---|\n",
                        "\n"));
    }
}
