package dev.viva.soak.benchmark;

import dev.viva.soak.machine.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the named benchmarks, or all, and prints one table. Exits with 1 if one failed, and with 2 if an argument is
 * wrong. A missed bar is in the table and fails nothing: only a machine without other work can be judged.
 */
public final class Benchmarks {
    private static final Map<String, Supplier<Benchmark>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("relay", RelayBenchmark::new);
        ALL.put("postgres", PostgresBenchmark::new);
        ALL.put("growth", GrowthBenchmark::new);
        ALL.put("delivery", DeliveryBenchmark::new);
        ALL.put("streams", StreamsBenchmark::new);
        ALL.put("storm", StormBenchmark::new);
        ALL.put("mint", MintBenchmark::new);
        ALL.put("start", StartBenchmark::new);
        ALL.put("debrief", DebriefBenchmark::new);
        ALL.put("examine", ExamineBenchmark::new);
    }

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(List.of(arguments));
        Length length = names.remove("--short") ? Length.SHORT : Length.WHOLE;
        if (!ALL.keySet().containsAll(names)) {
            System.err.println("benchmark: name some of " + String.join(", ", ALL.keySet()) + ", or nothing for all");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("viva-benchmark");
        boolean passed = run(names.isEmpty() ? List.copyOf(ALL.keySet()) : names, folder, length);
        if (passed) {
            Folders.delete(folder);
        }
        System.exit(passed ? 0 : 1);
    }

    private static boolean run(List<String> names, Path folder, Length length) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String name : names) {
            System.out.printf("benchmark: %s%n", name);
            try {
                rows.addAll(ALL.get(name).get().run(Files.createDirectory(folder.resolve(name)), length));
            } catch (Exception e) {
                e.printStackTrace();
                failed.add(name);
            }
        }
        System.out.println(Table.of(rows, Machine.name(), length));
        failed.forEach(name -> System.err.printf("benchmark: %s failed; its logs are in %s%n", name, folder));
        return failed.isEmpty();
    }
}
