package dev.viva.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"0, 64, 512, 64", "30, 64, 512, 64", "100, 64, 512, 150", "400, 64, 512, 461", "400, 64, -1, 600"})
    void collectsWhenHalfAsMuchAgainIsHeld(long used, long least, long max, long next) {
        assertThat(OldGeneration.threshold(used, least, max)).isEqualTo(next);
    }

    @Test
    void boundsWhatTheSerialCollectorTakes() throws Exception {
        assertThat(mostTaken("-XX:+UseSerialGC", "bound")).isLessThan(300);
    }

    @Test
    void withoutItTheSerialCollectorTakesWhatItMay() throws Exception {
        assertThat(mostTaken("-XX:+UseSerialGC", "unbound")).isGreaterThan(600);
    }

    @Test
    void leavesOtherCollectorsAlone() throws Exception {
        assertThat(run("-XX:+UseG1GC", "present")).isEqualTo("false");
    }

    /** MiB of the old generation when it was largest. */
    private static long mostTaken(String collector, String mode) throws Exception {
        return Long.parseLong(run(collector, mode));
    }

    private static String run(String collector, String mode) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                collector,
                "-Xms24m",
                "-Xmx1g",
                "-XX:MaxNewSize=8m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Load.class.getName(), mode));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String last = process.inputReader().readAllLines().getLast();
        assertThat(process.waitFor()).isZero();
        return last;
    }

    /** A program that keeps its last 16 MiB for so long that each object gets old, and makes 2 GiB. */
    static final class Load {
        private Load() {}

        public static void main(String[] mode) {
            if (!mode[0].equals("unbound")) {
                boolean bounded = OldGeneration.bound(32L * MIB).isPresent();
                if (mode[0].equals("present")) {
                    System.out.println(bounded);
                    return;
                }
            }
            var old = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Tenured Gen"))
                    .findAny()
                    .orElseThrow();
            var held = new ArrayDeque<byte[]>();
            for (int kib = 0; kib < 2 * 1024 * 1024; kib += 64) {
                held.add(new byte[64 * 1024]);
                if (held.size() > 256) {
                    held.remove();
                }
            }
            System.out.println(old.getPeakUsage().getCommitted() / MIB);
        }
    }
}
