package dev.viva.ops;

import static dev.viva.ops.OldGeneration.Activity.BUSY;
import static dev.viva.ops.OldGeneration.Activity.QUIET;
import static dev.viva.ops.OldGeneration.Activity.RESTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viva.ops.OldGeneration.Activity;
import dev.viva.ops.OldGeneration.Look;
import dev.viva.ops.OldGeneration.Seconds;
import dev.viva.ops.OldGeneration.Size;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {
    private static final int MIB = 1024 * 1024;
    private static final Size NOT_YET = new Size(0, 0);

    @ParameterizedTest
    @CsvSource({
        "64, 0, QUIET, false",
        "65, 0, QUIET, true",
        "65, 0, BUSY, false",
        "128, 0, BUSY, false",
        "129, 0, BUSY, true",
        "140, 100, QUIET, false",
        "151, 100, QUIET, true",
        "300, 100, BUSY, false",
        "301, 100, BUSY, true"
    })
    void waitsForAServiceThatDoesLittleUntilItHasGrownToThreeTimes(
            long used, long left, Activity activity, boolean collects) {
        var look = new Look(new Size(used, used), new Size(left, left), NOT_YET, activity);
        assertThat(look.asksForACollection(64)).isEqualTo(collects);
    }

    @ParameterizedTest
    @CsvSource({
        "64, 0, QUIET, false",
        "65, 0, QUIET, true",
        "65, 0, BUSY, false",
        "1000, 0, BUSY, false",
        "150, 100, QUIET, false",
        "151, 100, QUIET, true",
        "1000, 1000, QUIET, false",
        "151, 100, RESTING, true"
    })
    void givesBackWhatABusyTimeTook(long taken, long leftTaken, Activity activity, boolean collects) {
        var look = new Look(new Size(30, taken), new Size(30, leftTaken), NOT_YET, activity);
        assertThat(look.asksForACollection(64)).isEqualTo(collects);
    }

    @ParameterizedTest
    @CsvSource({
        "34, 34, RESTING, false",
        "35, 34, RESTING, true",
        "34, 35, RESTING, true",
        "35, 35, QUIET, false",
        "35, 35, BUSY, false"
    })
    void givesBackLittleOnceTheServiceRests(long used, long taken, Activity activity, boolean collects) {
        var now = new Size(used * MIB, taken * MIB);
        var look = new Look(now, now, new Size(30L * MIB, 30L * MIB), activity);
        assertThat(look.asksForACollection(64L * MIB)).isEqualTo(collects);
    }

    @Test
    void growthByHalfCountsAtRestTooWhateverTheLastRestLeft() {
        var rested = new Size(400L * MIB, 400L * MIB);
        var look = new Look(new Size(151L * MIB, 151L * MIB), new Size(100L * MIB, 100L * MIB), rested, RESTING);
        assertThat(look.asksForACollection(64L * MIB)).isTrue();
    }

    @Test
    void restsAfterTenQuietSecondsAndAgainAMinuteAfterACollection() {
        var seconds = new Seconds();
        assertThat(quiet(seconds, 9)).containsOnly(QUIET);
        assertThat(quiet(seconds, 3)).containsOnly(RESTING);
        seconds.collectedAtRest();
        assertThat(quiet(seconds, 59)).containsOnly(QUIET);
        assertThat(quiet(seconds, 1)).containsOnly(RESTING);
    }

    @Test
    void aBusySecondEndsARest() {
        var seconds = new Seconds();
        quiet(seconds, 10);
        seconds.collectedAtRest();
        assertThat(seconds.next(0.2)).isEqualTo(BUSY);
        assertThat(quiet(seconds, 9)).containsOnly(QUIET);
        assertThat(quiet(seconds, 1)).containsOnly(RESTING);
    }

    private static List<Activity> quiet(Seconds seconds, int length) {
        return IntStream.range(0, length).mapToObj(i -> seconds.next(0.19)).toList();
    }

    @Test
    void boundsWhatTheSerialCollectorTakes() throws Exception {
        assertThat(mostTaken("-XX:+UseSerialGC", "bound")).isLessThan(300);
    }

    @Test
    void withoutItTheSerialCollectorTakesWhatItMay() throws Exception {
        assertThat(mostTaken("-XX:+UseSerialGC", "unbound")).isGreaterThan(350);
    }

    @Test
    void givesBackWhatNobodyUsesOnceTheProgramRests() throws Exception {
        String[] keepsLittle = {"-XX:-ShrinkHeapInSteps", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20"};

        assertThat(run("-XX:+UseSerialGC", "rests", keepsLittle)).isEqualTo("given back");
    }

    @Test
    void leavesOtherCollectorsAlone() throws Exception {
        assertThat(run("-XX:+UseG1GC", "present")).isEqualTo("false");
    }

    /** MiB of the old generation when it was largest. */
    private static long mostTaken(String collector, String mode) throws Exception {
        return Long.parseLong(run(collector, mode));
    }

    private static String run(String collector, String mode, String... options) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                collector,
                "-Xms24m",
                "-Xmx1g",
                "-XX:MaxNewSize=8m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Load.class.getName(), mode));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String last = process.inputReader().readAllLines().getLast();
        assertThat(process.waitFor()).isZero();
        return last;
    }

    /** A busy program that keeps its last 16 MiB for so long that each object gets old, and makes 50 MiB a second. */
    static final class Load {
        private static final long MINUTE = 60_000_000_000L;

        private Load() {}

        public static void main(String[] mode) {
            boolean paced = !mode[0].equals("unbound");
            if (paced) {
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
            long most = mode[0].equals("rests") ? 60 : 400;
            var held = new ArrayDeque<byte[]>();
            for (long mib = 0; mib < most && collections() < 2; mib++) {
                for (int kib = 0; kib < 1024; kib += 64) {
                    held.add(new byte[64 * 1024]);
                    if (held.size() > 256) {
                        held.remove();
                    }
                }
                long made = System.nanoTime();
                while (paced && System.nanoTime() - made < (isHigh(old) ? MINUTE : 20_000_000)) {
                    Thread.onSpinWait();
                }
            }
            if (mode[0].equals("rests")) {
                held.clear();
                boolean tookMore = old.getPeakUsage().getCommitted() > 32 * MIB;
                System.out.println(tookMore && shrinksTo(32, old) ? "given back" : old.getUsage());
                return;
            }
            System.out.println(old.getPeakUsage().getCommitted() / MIB);
        }

        /** Whether it does within a minute. */
        private static boolean shrinksTo(long mib, MemoryPoolMXBean old) {
            for (long began = System.nanoTime(); System.nanoTime() - began < MINUTE; ) {
                if (old.getUsage().getCommitted() / MIB <= mib) {
                    return true;
                }
                LockSupport.parkNanos(10_000_000);
            }
            return false;
        }

        /** Then a busy machine has not looked at it for seconds: the program goes on when it has. */
        private static boolean isHigh(MemoryPoolMXBean old) {
            return old.getUsage().getUsed() / MIB > 200;
        }

        /** Of the old generation. */
        private static long collections() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(collector -> collector.getName().equals("MarkSweepCompact"))
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                    .sum();
        }
    }
}
