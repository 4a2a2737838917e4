package dev.viva.soak.benchmark;

import dev.viva.soak.machine.Programs;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * What a replica takes of the machine.
 *
 * @param heap MiB after a collection
 * @param rss MB: a million bytes each
 * @param threads of the platform
 */
record Footprint(double heap, double rss, double threads) {
    private static final int MIB = 1024 * 1024;

    /** By then the JVM has given back what its compilers and a busy time used. */
    private static final Duration SETTLE = Duration.ofSeconds(30);

    static Footprint of(Replica replica) throws IOException, InterruptedException {
        replica.collectGarbage();
        var admin = new Api(replica.admin());
        String metrics = admin.text(admin.request("/metrics", null));
        return new Footprint(
                sum(metrics, "jvm_memory_used_bytes{area=\"heap\"}") / MIB,
                rss(replica),
                sum(metrics, "jvm_threads_current"));
    }

    /** RSS in MB after half a minute without a request. */
    static double idle(Replica replica) throws IOException, InterruptedException {
        Thread.sleep(SETTLE);
        return rss(replica);
    }

    /** MB, without a request, for which the service would load classes. */
    private static double rss(Replica replica) throws IOException, InterruptedException {
        String kib = Programs.output("ps", "-o", "rss=", "-p", String.valueOf(replica.pid()));
        return Double.parseDouble(kib.strip()) * 1024 / 1e6;
    }

    /** The CPU that a process has taken. */
    static Duration cpu(Replica replica) {
        return ProcessHandle.of(replica.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the CPU of a replica is not known"));
    }

    private static double sum(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    String text() {
        return String.format(Locale.ROOT, "heap %,.0f MiB, RSS %,.0f MB, %.0f threads", heap, rss, threads);
    }
}
