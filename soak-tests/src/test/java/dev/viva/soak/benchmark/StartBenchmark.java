package dev.viva.soak.benchmark;

import dev.viva.soak.benchmark.Row.Bar;
import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A start by {@code ./viva} with an empty folder and the built-in configuration, with its cache and without: the time
 * and the CPU until the service is ready, and the memory that it then takes. The best of some starts, since other work
 * on the machine only adds.
 */
final class StartBenchmark implements Benchmark {
    private record Start(double seconds, double cpu, double rss) {
        String text() {
            return String.format(Locale.ROOT, "ready in %.1f s, CPU %.1f s, RSS %.0f MB", seconds, cpu, rss);
        }
    }

    @Override
    public List<Row> run(Path folder, Length length) throws Exception {
        StartCache.write(folder);
        List<Start> with = new ArrayList<>();
        List<Start> without = new ArrayList<>();
        for (int i = 0; i < length.of(3, 1); i++) {
            without.add(start(folder.resolve("without-" + i), "off"));
            with.add(start(folder.resolve("with-" + i), "on"));
        }
        String beside = "without the cache: " + best(without).text();
        Start best = best(with);
        return List.of(
                new Row("start of ./viva, CPU until ready", best.text(), beside, best.cpu(), "s", Bar.atMost(5)),
                new Row("start of ./viva, time until ready", best.text(), beside, best.seconds(), "s", Bar.atMost(2)),
                new Row("RSS idle, half a minute later", best.text(), beside, best.rss(), "MB", Bar.atMost(200)));
    }

    /** The least of each, which may be of different starts. */
    private static Start best(List<Start> starts) {
        return new Start(
                least(Comparator.comparing(Start::seconds), starts).seconds(),
                least(Comparator.comparing(Start::cpu), starts).cpu(),
                least(Comparator.comparing(Start::rss), starts).rss());
    }

    private static Start least(Comparator<Start> order, List<Start> starts) {
        return starts.stream().min(order).orElseThrow();
    }

    /** Always with the simulator: the environment may have a provider's key. */
    private static Start start(Path folder, String cache) throws IOException, InterruptedException {
        var environment = Map.of("VIVA_AOT", cache, "VIVA_REALTIME_TYPE", "simulator");
        long begin = System.nanoTime();
        try (var replica = Replica.startBuiltIn(folder, environment)) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpu = Footprint.cpu(replica).toMillis() / 1e3;
            return new Start(seconds, cpu, Footprint.idle(replica));
        }
    }
}
