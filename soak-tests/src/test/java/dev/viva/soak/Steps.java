package dev.viva.soak;

import dev.viva.soak.growth.Bounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The steps of a run, each of which passes or fails. */
interface Steps {
    /** From here on a run is one that proves endurance: it warms up first, and the narrow bounds apply. */
    Duration ENDURANCE = Duration.ofMinutes(5);

    boolean warmUp() throws IOException, InterruptedException;

    boolean one(String name, Bounds bounds) throws IOException, InterruptedException;

    /** Does all steps, whatever fails. */
    default boolean all(List<String> names, Settings settings) throws IOException, InterruptedException {
        boolean warm = settings.duration().compareTo(ENDURANCE) >= 0;
        boolean passed = true;
        if (warm && !warmUp()) {
            System.err.println("soak: the warm-up FAILED");
            passed = false;
        }
        for (String name : names) {
            passed &= one(name, warm ? Bounds.WARM : Bounds.COLD);
        }
        return passed;
    }
}
