package dev.viva.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.testing.Engine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a database runs a statement: which tables it reads, by which index. */
record QueryPlan(List<Step> steps) {
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([A-Za-z]\\w*)|<\\w+>|\\?");
    private static final Pattern SQLITE_STEP =
            Pattern.compile("(SCAN|SEARCH) (\\w+)(?: USING (?:COVERING )?INDEX (\\w+))?.*?(?: \\((.*)\\))?");

    private static final int RUNS_UNTIL_A_PLAN_IS_KEPT = 5;

    /**
     * One access to a table.
     *
     * @param index empty for a table scan
     * @param condition the lookup in the index; empty if all of it is read
     */
    record Step(String table, String index, String condition) {
        /** Whether it reads every row of a growing table. */
        boolean scansTable() {
            boolean partial = !index.isEmpty() && !index.startsWith("sqlite_autoindex") && !index.endsWith("_pkey");
            return condition.isEmpty() && !partial;
        }

        /** Whether it reads a session's log from its beginning. */
        boolean readsWholeLog() {
            boolean byKey = index.equals("sqlite_autoindex_session_event_1") || index.equals("session_event_pkey");
            return byKey
                    && !Pattern.compile("\\bseq\\)?( = | > | >= |=|>)")
                            .matcher(condition)
                            .find();
        }
    }

    /**
     * The plan for one execution; for PostgreSQL also the generic plan, which it may use after several executions.
     *
     * @param values of parameters by name, where they matter; others get a default of their type
     */
    static List<QueryPlan> of(Connection connection, Engine engine, String sql, Map<String, String> values)
            throws SQLException {
        return switch (engine) {
            case SQLITE -> List.of(sqlite(connection, sql));
            case POSTGRESQL -> postgresql(connection, sql, values);
        };
    }

    private static QueryPlan sqlite(Connection connection, String sql) throws SQLException {
        var steps = new ArrayList<Step>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "EXPLAIN QUERY PLAN " + PARAMETER.matcher(sql).replaceAll("?"))) {
            while (rows.next()) {
                Matcher step = SQLITE_STEP.matcher(rows.getString("detail"));
                if (step.matches() && !step.group(2).matches("CONSTANT|wanted|\\d+")) {
                    steps.add(new Step(step.group(2), orEmpty(step.group(3)), orEmpty(step.group(4))));
                }
            }
        }
        return new QueryPlan(steps);
    }

    private static List<QueryPlan> postgresql(Connection connection, String sql, Map<String, String> values)
            throws SQLException {
        List<MatchResult> parameters = PARAMETER.matcher(sql).results().toList();
        var number = new int[1];
        String numbered = PARAMETER.matcher(sql).replaceAll(found -> "\\$" + ++number[0]);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PREPARE planned AS " + numbered);
            List<String> types = types(statement);
            String given = IntStream.range(0, parameters.size())
                    .mapToObj(i -> values.getOrDefault(orEmpty(parameters.get(i).group(1)), anyOf(types.get(i))))
                    .collect(Collectors.joining(", ", "(", ")"));
            String explain = "EXPLAIN (FORMAT JSON) EXECUTE planned" + (parameters.isEmpty() ? "" : given);
            QueryPlan first = explained(statement, explain);
            for (int run = 0; run < RUNS_UNTIL_A_PLAN_IS_KEPT; run++) {
                explained(statement, explain);
            }
            QueryPlan kept = explained(statement, explain);
            statement.execute("DEALLOCATE planned");
            return List.of(first, kept);
        }
    }

    private static QueryPlan explained(Statement statement, String explain) throws SQLException {
        try (ResultSet rows = statement.executeQuery(explain)) {
            rows.next();
            var steps = new ArrayList<Step>();
            collect(read(rows.getString(1)).get(0).get("Plan"), "", steps);
            return new QueryPlan(steps);
        }
    }

    private static List<String> types(Statement statement) throws SQLException {
        try (ResultSet types = statement.executeQuery(
                "SELECT unnest(parameter_types)::text FROM pg_prepared_statements WHERE name = 'planned'")) {
            var names = new ArrayList<String>();
            while (types.next()) {
                names.add(types.getString(1));
            }
            return names;
        }
    }

    private static String anyOf(String type) {
        return switch (type) {
            case "text" -> "'x'";
            case "boolean" -> "true";
            case "text[]", "bigint[]", "integer[]" -> "'{1,2}'";
            default -> "1";
        };
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(JsonNode node, String above, List<Step> steps) {
        String table = node.path("Relation Name").asText(above);
        String kind = node.path("Node Type").asText();
        if (kind.equals("Seq Scan") || kind.startsWith("Index") || kind.equals("Bitmap Index Scan")) {
            steps.add(new Step(
                    table,
                    node.path("Index Name").asText(),
                    node.path("Index Cond").asText()));
        }
        node.path("Plans").forEach(below -> collect(below, table, steps));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
