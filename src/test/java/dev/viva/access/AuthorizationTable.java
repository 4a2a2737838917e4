package dev.viva.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code authorization.tsv}: the expected statuses of each operation, by caller and session. Immutable. */
final class AuthorizationTable {
    /** Which session a caller asks for. */
    enum Target {
        OWN,
        ENDED,
        FOREIGN,
        UNKNOWN,
        ERASED
    }

    private static final Path FILE = Path.of("src/test/resources/authorization.tsv");

    private final List<String> callers;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    AuthorizationTable() {
        List<List<String>> lines = lines();
        callers = lines.getFirst().subList(1, lines.getFirst().size());
        lines.stream().skip(1).forEach(cells -> rows.put(cells.getFirst(), cells.subList(1, cells.size())));
    }

    /** The operations, some with a mode after {@code @}. */
    Set<String> operations() {
        return rows.keySet();
    }

    List<String> callers() {
        return callers;
    }

    /** Whether a status is the expected one. */
    boolean expects(String row, String caller, Target target, int status) {
        String expected = expected(row, caller, target);
        return expected.equals("ok") ? status >= 200 && status < 300 : expected.equals(String.valueOf(status));
    }

    /** One status for all sessions, or one for each. */
    String expected(String row, String caller, Target target) {
        List<String> cells = rows.getOrDefault(row, List.of());
        if (cells.size() != callers.size()) {
            throw new AssertionError("authorization.tsv has no complete row for " + row);
        }
        List<String> statuses = Arrays.asList(cells.get(callers.indexOf(caller)).split(" "));
        return statuses.size() == 1 ? statuses.getFirst() : statuses.get(target.ordinal());
    }

    private static List<List<String>> lines() {
        try (Stream<String> lines = Files.lines(FILE)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> List.of(line.split("\t+", -1)))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
