package dev.viva.debrief;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Keeps the latest debriefs, and many more of their outlines: a group whose debriefs are too heavy to be kept is not
 * computed anew at each try. Thread-safe.
 */
final class DebriefCache {
    /** In characters: some 200 debriefs of usual encounters, or a few of endless ones. */
    private static final int MAX_POINTS = 16_000_000;
    /** In items of some 200 bytes: outlines of 500 usual encounters. */
    private static final int MAX_OUTLINES = 60_000;

    /** Debriefs quote their session, which may be erased meanwhile. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(30);

    // Both evict at once: otherwise heavy debriefs pile up while a group is computed.
    private final Cache<Key, Points> points = Caffeine.newBuilder()
            .maximumWeight(MAX_POINTS)
            .weigher((Key key, Points each) -> each.size())
            .expireAfterWrite(KEPT_FOR)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .build();
    private final Cache<Key, Outline> outlines = Caffeine.newBuilder()
            .maximumWeight(MAX_OUTLINES)
            .weigher((Key key, Outline each) -> 1 + each.items().size())
            .executor(Runnable::run)
            .build();

    /** The digests of what a debrief is computed from. */
    record Key(String conversation, String frozen, String rules) {}

    /** @param computed computes what is not kept */
    Points points(Key key, Supplier<Points> computed) {
        return points.get(key, unused -> computed.get());
    }

    /** @param computed computes the debrief if neither it nor its outline is kept */
    Outline outline(Key key, Supplier<Points> computed) {
        return outlines.get(key, unused -> Outline.of(points(key, computed)));
    }
}
