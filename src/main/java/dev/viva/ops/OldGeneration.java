package dev.viva.ops;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the serial collector to collect the old generation when it has grown by half. That collector by itself collects
 * it only when it has reached {@code -Xmx}: until then it asks the system for more memory, for what nobody uses any
 * more. Other collectors decide well by themselves, and are left alone. Thread-safe.
 */
public final class OldGeneration {
    private static final Logger log = LoggerFactory.getLogger(OldGeneration.class);

    private static final String OF_THE_SERIAL_COLLECTOR = "Tenured Gen";
    private static final double GROWTH = 1.5;

    /** A service that has started holds 41 MiB there, of which it uses 33. */
    private static final long LEAST = 64L * 1024 * 1024;

    private final MemoryPoolMXBean pool;
    private final long least;

    private OldGeneration(MemoryPoolMXBean pool, long least) {
        this.pool = pool;
        this.least = least;
    }

    /** Bounds that of this process, if the serial collector is in use. */
    public static Optional<OldGeneration> bound() {
        return bound(LEAST);
    }

    /** @param least bytes up to which it may grow whatever is used */
    static Optional<OldGeneration> bound(long least) {
        Optional<OldGeneration> found = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OF_THE_SERIAL_COLLECTOR) && pool.isUsageThresholdSupported())
                .map(pool -> new OldGeneration(pool, least))
                .findAny();
        found.ifPresent(OldGeneration::begin);
        return found;
    }

    private void begin() {
        NotificationListener listener = (notification, source) -> {
            if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
                collect();
            }
        };
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean()).addNotificationListener(listener, null, null);
        pool.setUsageThreshold(threshold(0, least, pool.getUsage().getMax()));
    }

    private void collect() {
        long before = pool.getUsage().getUsed();
        System.gc();
        long used = used(pool.getCollectionUsage());
        long next = threshold(used, least, pool.getUsage().getMax());
        pool.setUsageThreshold(next);
        log.debug("heap: the old generation was collected, {} → {} bytes; next at {}", before, used, next);
    }

    /** What the last collection left. */
    private static long used(@Nullable MemoryUsage afterCollection) {
        return afterCollection == null ? 0 : afterCollection.getUsed();
    }

    /**
     * When to collect next.
     *
     * @param used what the last collection left
     * @param max of the generation, or -1 if it has none
     * @return how many bytes it may hold until it is collected again: at most nine tenths of its maximum
     */
    static long threshold(long used, long least, long max) {
        long next = Math.max(least, (long) (used * GROWTH));
        return max < 0 ? next : Math.min(next, max - max / 10);
    }
}
