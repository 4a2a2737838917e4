package dev.viva.limits;

import dev.viva.limits.Policy.NamedLimit;
import io.github.bucket4j.VerboseBucket;
import java.util.Optional;

/** Where the buckets of a limiter are kept. Implementations are thread-safe. */
public interface BucketSource {
    /** The bucket of a limit for a subject, created full when there is none. */
    VerboseBucket open(NamedLimit limit, LimitSubject subject);

    /** The same bucket when there is one. Creates none. */
    Optional<VerboseBucket> existing(NamedLimit limit, LimitSubject subject);
}
