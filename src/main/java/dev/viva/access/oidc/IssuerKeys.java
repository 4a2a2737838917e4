package dev.viva.access.oidc;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import dev.viva.storage.Outage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, fetched in the background and kept while the issuer is out. Nimbus's own caches fetch on the
 * thread of whoever finds them expired, and read the system's clock. Here a caller whose token a known key verifies
 * never waits, and others wait briefly. There is one fetch at a time, and a {@link #PAUSE} between two, however many
 * callers ask. Thread-safe.
 */
final class IssuerKeys implements JWKSource<Patience> {
    /** Keys of this age are fetched again. A key that the issuer has withdrawn is accepted for about this long. */
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    /** While the issuer is out, its last keys are used for this long. */
    static final Duration MAX_AGE = Duration.ofHours(12);
    /** From one fetch to the next, whatever callers bring. */
    static final Duration PAUSE = Duration.ofSeconds(10);
    /** How long a request waits when no known key verifies its token. */
    static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    private final IssuerDocuments documents;
    private final Clock clock;
    private final Duration maxWait;
    private final Counter fetched;
    private final Counter failed;
    private final Outage outage = new Outage(
            log,
            "oidc: the identity provider's keys cannot be fetched. Whoever is logged in goes on until their token"
                    + " expires, for 12 hours at most; tokens with a new key are refused",
            "oidc: the identity provider's keys are fetched again");

    private volatile @Nullable Known known;
    private @Nullable Instant lastBegun; // guarded by this
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null); // guarded by this

    /** Keys and when they were fetched. */
    private record Known(JWKSet keys, Instant fetched) {}

    IssuerKeys(IssuerDocuments documents, MetricRegistry metrics, Clock clock) {
        this(documents, metrics, clock, MAX_WAIT);
    }

    /** @param maxWait how long a request waits for a key that is not known */
    IssuerKeys(IssuerDocuments documents, MetricRegistry metrics, Clock clock, Duration maxWait) {
        this.maxWait = maxWait;
        this.documents = documents;
        this.clock = clock;
        this.fetched = metrics.counter("viva.oidc.fetches.done");
        this.failed = metrics.counter("viva.oidc.fetches.failed");
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable Patience patience) {
        List<JWK> found = selector.select(current());
        if (!found.isEmpty() || patience != Patience.SHORT) {
            return found;
        }
        await(begin());
        return selector.select(current());
    }

    /** Fetches the keys, if a fetch is allowed now, and tells whether they are other ones than these. */
    boolean areOtherThan(JWKSet these) {
        await(begin());
        return current() != these;
    }

    /** The keys in force: empty before the first fetch, and when the issuer has been out for too long. */
    JWKSet current() {
        Known now = known;
        return now == null || age(now).compareTo(MAX_AGE) > 0 ? new JWKSet() : now.keys();
    }

    /** Begins a fetch when the keys are due for one; to be called each second. */
    void refresh() {
        Known now = known;
        if (now == null || isDue(age(now))) {
            begin();
        }
    }

    /** A clock that was set back must not keep a withdrawn key. */
    private static boolean isDue(Duration age) {
        return age.isNegative() || age.compareTo(REFRESH_AFTER) >= 0;
    }

    /** Whether the last fetch failed. */
    boolean isOut() {
        return outage.isOngoing();
    }

    /** How old the keys are; empty before the first fetch. */
    Optional<Duration> age() {
        return Optional.ofNullable(known).map(this::age);
    }

    private Duration age(Known keys) {
        return Duration.between(keys.fetched(), clock.instant());
    }

    /** The fetch that is running or begins now; the last one while the next must wait. */
    private synchronized CompletableFuture<Void> begin() {
        Instant now = clock.instant();
        if (running.isDone() && isAllowed(now)) {
            lastBegun = now;
            var started = new CompletableFuture<Void>();
            running = started;
            Thread.ofVirtual().name("oidc-keys").start(() -> {
                try {
                    fetch(now);
                } finally {
                    started.complete(null);
                }
            });
        }
        return running;
    }

    /** A clock that was set back must not stop fetches. */
    private boolean isAllowed(Instant now) {
        return lastBegun == null || now.isBefore(lastBegun) || !now.isBefore(lastBegun.plus(PAUSE));
    }

    private void fetch(Instant now) {
        try {
            JWKSet keys = documents.keys();
            Known before = known;
            // The same set stays the same object: what was verified with it needs no second look.
            known = new Known(before != null && before.keys().equals(keys) ? before.keys() : keys, now);
            fetched.inc();
            outage.succeeds();
        } catch (IOException e) {
            failed.inc();
            outage.fails(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed.inc();
            outage.failsUnexpectedly(e);
        }
    }

    private void await(CompletableFuture<Void> fetch) {
        try {
            fetch.get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("oidc: a request stopped waiting for keys");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
