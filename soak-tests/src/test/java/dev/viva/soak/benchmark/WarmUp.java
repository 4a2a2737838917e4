package dev.viva.soak.benchmark;

import dev.viva.soak.machine.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Rounds of load until the optimising compiler of a service has little left to do. Until then it takes a quarter of two
 * cores, on a slow machine for minutes, which a service in use does not meet again.
 */
final class WarmUp {
    /** Of one processor. */
    private static final double LITTLE = 0.05;

    private static final Path PROCESSES = Path.of("/proc");
    private static final String COMPILER = "C2 Compiler";
    /** After a thread's name: utime and stime, in hundredths of a second (proc_pid_stat(5)). */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private WarmUp() {}

    /** Loads the service for the time. */
    interface Round {
        void load(Duration time) throws Exception;
    }

    /**
     * Loads at least as long as a warm-up takes on a quick machine, and at most four times as long.
     *
     * @param least of two rounds
     */
    static void run(Replica replica, Duration least, Round round) throws Exception {
        Duration each = least.dividedBy(2);
        for (int rounds = 1; ; rounds++) {
            Duration before = compiler(replica);
            long begin = System.nanoTime();
            round.load(each);
            double share = (double) compiler(replica).minus(before).toNanos() / (System.nanoTime() - begin);
            if (rounds >= 2 && share < LITTLE) {
                return;
            }
            if (rounds == 8) {
                System.out.printf(
                        Locale.ROOT,
                        "benchmark: still warming up, the compiler takes %.0f %% of a processor; relays are slower%n",
                        share * 100);
                return;
            }
        }
    }

    /** What the optimising compiler has taken of the processors; nothing where the system does not say it. */
    private static Duration compiler(Replica replica) throws IOException {
        Path threads = PROCESSES.resolve(String.valueOf(replica.pid())).resolve("task");
        if (!Files.exists(threads)) {
            return Duration.ZERO;
        }
        long hundredths = 0;
        try (Stream<Path> all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                hundredths += taken(thread);
            }
        }
        return Duration.ofMillis(hundredths * 10);
    }

    private static long taken(Path thread) {
        String line;
        try {
            line = Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
            return 0; // it has ended since
        }
        int nameEnds = line.lastIndexOf(')');
        List<String> fields = List.of(line.substring(nameEnds + 2).split(" "));
        return line.substring(line.indexOf('(') + 1, nameEnds).startsWith(COMPILER)
                ? Long.parseLong(fields.get(USER)) + Long.parseLong(fields.get(SYSTEM))
                : 0;
    }
}
