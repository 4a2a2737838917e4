package dev.viva.soak.benchmark;

import java.nio.file.Path;
import java.util.List;

/** Measures something beside a floor of the same run. It starts what it needs and stops it. */
interface Benchmark {
    /**
     * @param folder for its data and its logs
     * @throws Exception if anything failed that should not: then there is no figure
     */
    List<Row> run(Path folder, Length length) throws Exception;
}
