package dev.viva.limits;

import dev.viva.limits.Policy.NamedLimit;
import io.github.bucket4j.VerboseBucket;
import java.util.Optional;

/** Stores the buckets of a limiter. Implementations are thread-safe. */
public interface BucketSource {
    /** The bucket of a limit for a subject. Creates a full one when there is none. */
    VerboseBucket open(NamedLimit limit, LimitSubject subject);

    /** The existing bucket, if any. Creates none. */
    Optional<VerboseBucket> existing(NamedLimit limit, LimitSubject subject);
}
