package dev.viva.soak.growth;

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

    private static final Map<String, String> SERIES = Map.of(
            HEAP, "jvm_memory_used_bytes{area=\"heap\"}",
            RSS, "process_resident_memory_bytes",
            THREADS, "jvm_threads_current",
            HANDLES, "process_open_fds",
            STREAMS, "viva_streams_taken",
            CONNECTIONS, "viva_database_connections{");

    static Reading of(String metrics) {
        var amounts = new TreeMap<String, Double>();
        SERIES.forEach((what, series) -> amounts.put(what, sum(metrics, series)));
        return new Reading(amounts);
    }

    /** The lower of two readings: between collections a heap only seems to grow. */
    Reading least(Reading other) {
        var least = new TreeMap<String, Double>(amounts);
        other.amounts.forEach((what, amount) -> least.merge(what, amount, Math::min));
        return new Reading(least);
    }

    private static double sum(String metrics, String series) {
        double[] found = metrics.lines()
                .filter(line -> line.startsWith(series))
                .filter(line -> series.endsWith("{") || line.charAt(series.length()) == ' ')
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (found.length == 0) {
            throw new IllegalArgumentException("the metrics lack " + series);
        }
        double sum = 0;
        for (double one : found) {
            sum += one;
        }
        return sum;
    }
}
