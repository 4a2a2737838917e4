package dev.viva.soak.growth;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replica holds at one moment, by its metrics. */
record Reading(Map<String, Double> amounts) {
    static final String HEAP = "heap";
    static final String RSS = "RSS";
    static final String THREADS = "threads";
    static final String HANDLES = "handles";
    static final String STREAMS = "streams";
    static final String CONNECTIONS = "database connections";
    static final String START = "started at";
    static final String DATABASE = "database bytes";
    static final String LINES = "lines relayed";
    static final String SESSIONS = "sessions created";
    static final String KEYS = "Redis keys";
    static final String LASTING_KEYS = "Redis keys that never expire";

    /** How the lines of a series begin. What ends with a comma or a bracket may go on with other labels. */
    private static final Map<String, String> SERIES = Map.of(
            HEAP, "jvm_memory_used_bytes{area=\"heap\"}",
            RSS, "process_resident_memory_bytes",
            THREADS, "jvm_threads_current",
            HANDLES, "process_open_fds",
            STREAMS, "viva_streams_taken",
            CONNECTIONS, "viva_database_connections{",
            START, "process_start_time_seconds",
            DATABASE, "viva_database_size_bytes",
            SESSIONS, "viva_sessions_created_total");

    /** What a replica without Redis, or before its first line, does not have. */
    private static final Map<String, String> OPTIONAL = Map.of(
            LINES,
            "viva_http_request_duration_seconds_count{method=\"POST\",route=\"/api/v1/sessions/{session_id}/transcript\",status=\"201\"}",
            KEYS,
            "viva_redis_keys{",
            LASTING_KEYS,
            "viva_redis_keys{expire=\"no\"}");

    static Reading of(String metrics) {
        var amounts = new TreeMap<String, Double>();
        SERIES.forEach((what, series) -> {
            List<Double> found = values(metrics, series);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("the metrics lack " + series);
            }
            amounts.put(what, sum(found));
        });
        OPTIONAL.forEach((what, series) -> {
            List<Double> found = values(metrics, series);
            if (!found.isEmpty()) {
                amounts.put(what, sum(found));
            }
        });
        return new Reading(amounts);
    }

    /** Of a replica with Redis, which must say how many keys there are. */
    static Reading withRedis(String metrics) {
        Reading reading = of(metrics);
        for (String what : List.of(KEYS, LASTING_KEYS)) {
            if (!reading.amounts.containsKey(what)) {
                throw new IllegalArgumentException("the metrics lack " + OPTIONAL.get(what));
            }
        }
        return reading;
    }

    double amount(String what) {
        return amounts.getOrDefault(what, 0.0);
    }

    /** The lower of two readings: between collections a heap only seems to grow. */
    Reading least(Reading other) {
        var least = new TreeMap<String, Double>(amounts);
        other.amounts.forEach((what, amount) -> least.merge(what, amount, Math::min));
        return new Reading(least);
    }

    /** Whether the replica was not started again in between. */
    boolean isOfTheProcess(Reading other) {
        return amounts.get(START).equals(other.amounts.get(START));
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Double> values(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .filter(line -> series.endsWith("{") || line.charAt(series.length()) == ' ')
                .map(Reading::value)
                .toList();
    }

    /** Two readings of -1, which stands for a failure, would look as if nothing had grown. */
    private static Double value(String line) {
        var value = Double.valueOf(line.substring(line.lastIndexOf(' ') + 1));
        if (value < 0) {
            throw new IllegalArgumentException("the replica could not measure " + line);
        }
        return value;
    }
}
