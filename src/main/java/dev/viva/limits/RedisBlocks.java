package dev.viva.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.viva.limits.Policy.NamedLimit;
import dev.viva.limits.Verdict.Standing;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this replica holds of the windows in Redis: it takes tokens in blocks, so that most requests ask nothing. A block
 * is a sixteenth of the quota, and {@value #MAX} at most. So no more than the quota ever passes, and a caller who uses
 * several replicas may be refused while each of the others still holds a block. Quotas below {@code 2 * }{@value #PARTS}
 * have no blocks and are exact. Thread-safe.
 */
final class RedisBlocks {
    private static final int PARTS = 16;
    private static final int MAX = 1024;
    /** A block that is dropped is lost until its window ends. */
    private static final int MAX_BLOCKS = 10_000;

    private final Cache<String, Block> blocks = Caffeine.newBuilder()
            .maximumSize(MAX_BLOCKS)
            .executor(Runnable::run)
            .build();

    /** The block of a limit for a subject, perhaps empty; null when the limit is counted in Redis alone. */
    @Nullable
    Block of(NamedLimit limit, LimitSubject subject) {
        long quota = subject.quota(limit);
        long size = Math.min(MAX, quota / PARTS);
        return size < 2
                ? null
                : blocks.get(subject.bucket(limit) + "|" + quota, key -> new Block(limit, quota, (int) size));
    }

    /** The tokens of one limit that are held here, and what Redis said of its window at last. */
    static final class Block {
        private final NamedLimit limit;
        private final long quota;
        private final int size;
        private final ReentrantLock asking = new ReentrantLock();
        private long held; // guarded by this, as are the others
        private long used; // by everybody, with what is held here
        private long ends;

        private Block(NamedLimit limit, long quota, int size) {
            this.limit = limit;
            this.quota = quota;
            this.size = size;
        }

        /** How many tokens to take at once. */
        int size() {
            return size;
        }

        /** Held by the one request that asks Redis for this limit. The others wait for its block. */
        ReentrantLock asking() {
            return asking;
        }

        /** The tokens that are held. */
        synchronized long held(long now) {
            return ends > now ? held : 0;
        }

        /** Takes as many tokens as are held, up to a number. */
        synchronized long take(long most, long now) {
            long taken = Math.min(held(now), most);
            held -= taken;
            return taken;
        }

        /** Gives tokens back, unless their window has ended or more would be held than was used. */
        synchronized void giveBack(long tokens, long now) {
            if (ends > now) {
                held = Math.min(used, held + tokens);
            }
        }

        /**
         * @param more the tokens that are held from now on beside those before
         * @param used of the window, with those
         */
        synchronized void learn(long more, long used, long ends) {
            held = more + (ends == this.ends ? held : 0);
            this.used = used;
            this.ends = ends;
        }

        synchronized Standing standing(long now, boolean refused) {
            Duration window = limit.limit().per().toJavaDuration();
            boolean open = ends > now;
            return new Standing(
                    limit.name(),
                    quota,
                    window,
                    refused ? 0 : open ? Math.min(quota, quota - used + held) : quota,
                    open && used > held ? Duration.ofMillis(ends - now) : window,
                    refused);
        }
    }
}
