package dev.viva.ops;

import com.sun.management.OperatingSystemMXBean;
import dev.viva.storage.PeriodicTask;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the serial collector to collect the old generation when it has grown. That collector by itself collects it only
 * when it has reached {@code -Xmx}: until then it asks the system for more memory, for what nobody uses any more. Other
 * collectors decide well by themselves, and are left alone.
 *
 * <p>A collection stops the service, for a fifth of a second on a slow machine. So it asks only in a second in which
 * the service does little, if the generation has grown by half. What it takes from the system counts too, used or not:
 * only a collection gives that back. Once the service has rested for ten seconds, and then each minute, it asks if the
 * generation has grown by four MiB since the last rest. A service that is always busy is stopped when the generation
 * has grown to three times, and for at most a hundredth of the time: more stops make requests wait, whose objects get
 * old while they do, which asks for more.
 */
public final class OldGeneration {
    private static final Logger log = LoggerFactory.getLogger(OldGeneration.class);

    private static final String OF_THE_SERIAL_COLLECTOR = "Tenured Gen";

    /** A service that has started takes 38 MiB for it, of which it uses 31. */
    private static final long LEAST = 48L * 1024 * 1024;

    private static final long WORTH_IT_AT_REST = 4L * 1024 * 1024;

    private final MemoryPoolMXBean pool;
    private final OperatingSystemMXBean system;
    private final long least;

    private long lookedAt = System.nanoTime();
    private long cpu;
    private final Seconds seconds = new Seconds();
    private Size rested = new Size(0, 0);
    private long pauseUntil = lookedAt;

    private OldGeneration(MemoryPoolMXBean pool, long least) {
        this.pool = pool;
        this.least = least;
        system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        cpu = system.getProcessCpuTime();
    }

    /** Bounds that of this process, if the serial collector is in use. */
    public static Optional<OldGeneration> bound() {
        return bound(LEAST);
    }

    /** @param least bytes up to which it may grow whatever is used */
    static Optional<OldGeneration> bound(long least) {
        Optional<OldGeneration> found = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OF_THE_SERIAL_COLLECTOR))
                .map(pool -> new OldGeneration(pool, least))
                .findAny();
        found.ifPresent(generation -> new PeriodicTask(log, "old generation", generation::look).start());
        return found;
    }

    /** How much the service does. */
    enum Activity {
        BUSY,
        QUIET,
        /** Quiet for so long that a smaller gain is worth a collection. */
        RESTING
    }

    /** Tells from each second's use of the processors how much the service does. */
    static final class Seconds {
        private static final double LITTLE_TO_DO = 0.2;
        private static final int RESTS_AFTER = 10;
        private static final int RESTS_AGAIN_AFTER = 60;

        private int quiet;
        private int restsAt = RESTS_AFTER;

        /** @param processors that were in use in the next second, on average */
        Activity next(double processors) {
            if (processors >= LITTLE_TO_DO) {
                quiet = 0;
                restsAt = RESTS_AFTER;
                return Activity.BUSY;
            }
            quiet++;
            return quiet >= restsAt ? Activity.RESTING : Activity.QUIET;
        }

        /** The service rests again after a minute, or when it was busy and then quiet. */
        void collectedAtRest() {
            restsAt = quiet + RESTS_AGAIN_AFTER;
        }
    }

    /**
     * What it decides by: the generation now, and as the last collection left it.
     *
     * @param rested as it was left by the last collection while the service rested
     */
    record Look(Size now, Size left, Size rested, Activity activity) {
        /** @param least bytes that are never worth a collection before the service rests */
        boolean asksForACollection(long least) {
            long used = Math.max(least, left.used + left.used / 2);
            long taken = Math.max(least, left.taken + left.taken / 2);
            boolean grown = now.used > used || now.taken > taken;
            return now.used > 2 * used || activity != Activity.BUSY && grown || activity == Activity.RESTING && gains();
        }

        private boolean gains() {
            return now.used > rested.used + WORTH_IT_AT_REST || now.taken > rested.taken + WORTH_IT_AT_REST;
        }
    }

    /**
     * @param used bytes of objects, some of which nobody needs any more
     * @param taken bytes that the system has given for it
     */
    record Size(long used, long taken) {
        private static Size of(@Nullable MemoryUsage usage) {
            return usage == null ? new Size(0, 0) : new Size(usage.getUsed(), usage.getCommitted());
        }
    }

    private void look() {
        long now = System.nanoTime();
        var look = new Look(Size.of(pool.getUsage()), Size.of(pool.getCollectionUsage()), rested, activity(now));
        if (now - pauseUntil >= 0 && look.asksForACollection(least)) {
            System.gc();
            Duration stopped = Duration.ofNanos(System.nanoTime() - now);
            pauseUntil = System.nanoTime() + 100 * stopped.toNanos();
            lookedAt = System.nanoTime(); // the collection's own work is none of the service's
            cpu = system.getProcessCpuTime();
            if (look.activity == Activity.RESTING) {
                rested = Size.of(pool.getUsage());
                seconds.collectedAtRest();
            }
            log.debug(
                    "heap: the old generation was collected in {} ms, in bytes {} → {}",
                    stopped.toMillis(),
                    look.now,
                    Size.of(pool.getUsage()));
        }
    }

    private Activity activity(long now) {
        long used = system.getProcessCpuTime();
        double processors = (used - cpu) / (double) Math.max(1, now - lookedAt);
        lookedAt = now;
        cpu = used;
        return seconds.next(processors);
    }
}
