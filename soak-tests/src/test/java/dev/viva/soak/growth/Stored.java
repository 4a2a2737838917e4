package dev.viva.soak.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What all replicas store together: the database, by what was relayed, and Redis, by the sessions there were. */
final class Stored {
    /** A line of a hundred letters takes a kilobyte with its event, its indexes and what an update leaves behind. */
    private static final double MAX_BYTES_PER_LINE = 4096;

    /** Each table and index begins with a page, and grows by several. */
    private static final double FIRST_BYTES = 8 * 1024 * 1024;

    /** The buckets of a session, of its address and of its token, until they expire. */
    private static final double MAX_KEYS_PER_SESSION = 12;

    private static final double FIRST_KEYS = 100;

    private Stored() {}

    /**
     * @param olds each replica's reading before the run
     * @param news each replica's reading after it, in the same order
     * @param ended the last readings of the processes that were stopped during the run, in the same order
     * @param report gets the figures
     * @return what is more than its bound
     */
    static List<String> between(
            List<Reading> olds, List<Reading> news, List<List<Reading>> ended, List<String> report) {
        double lines = counted(Reading.LINES, olds, news, ended);
        double sessions = counted(Reading.SESSIONS, olds, news, ended);
        double bytes = shared(Reading.DATABASE, news) - shared(Reading.DATABASE, olds);
        double keys = shared(Reading.KEYS, news);
        double more = keys - shared(Reading.KEYS, olds);
        double lasting = shared(Reading.LASTING_KEYS, news) - shared(Reading.LASTING_KEYS, olds);
        report.add(String.format(
                Locale.ROOT,
                "| all | database bytes per line, of %,.0f lines | | %,.0f |",
                lines,
                bytes / Math.max(1, lines)));
        report.add(String.format(Locale.ROOT, "| all | Redis keys, of %,.0f sessions | | %,.0f |", sessions, keys));
        var problems = new ArrayList<String>();
        if (bytes > FIRST_BYTES + lines * MAX_BYTES_PER_LINE) {
            problems.add(String.format(Locale.ROOT, "the database grew by %,.0f bytes for %,.0f lines", bytes, lines));
        }
        if (more > FIRST_KEYS + sessions * MAX_KEYS_PER_SESSION) {
            problems.add(String.format(Locale.ROOT, "Redis has %,.0f keys more after %,.0f sessions", more, sessions));
        }
        if (lasting > 0) {
            problems.add(String.format(Locale.ROOT, "Redis has %,.0f keys more that never expire", lasting));
        }
        return problems;
    }

    /** What happened on all replicas, by all their processes: each counts from zero. */
    private static double counted(String what, List<Reading> olds, List<Reading> news, List<List<Reading>> ended) {
        double sum = 0;
        for (int i = 0; i < news.size(); i++) {
            var processes = new ArrayList<>(ended.get(i));
            processes.add(news.get(i));
            for (Reading process : processes) {
                double old = process.isOfTheProcess(olds.get(i)) ? olds.get(i).amount(what) : 0;
                sum += process.amount(what) - old;
            }
        }
        return sum;
    }

    private static double shared(String what, List<Reading> readings) {
        return readings.stream()
                .mapToDouble(reading -> reading.amount(what))
                .max()
                .orElse(0);
    }
}
