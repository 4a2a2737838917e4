package dev.viva.resilience;

import dev.failsafe.Bulkhead;
import dev.failsafe.BulkheadFullException;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import dev.failsafe.function.CheckedSupplier;
import dev.viva.realtime.Backoff;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.Model;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.ResilienceConfiguration;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TextConversation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Protects the service from a slow or failing provider: retries where that is safe, a circuit breaker, a bound on
 * concurrent requests, and a deadline for each operation. Thread-safe.
 */
public final class ResilientProvider implements RealtimeProvider {
    private static final int RETRIES = 2;
    private static final Duration MIN_WAIT = Duration.ofSeconds(1);
    private static final Backoff BACKOFF = new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            () -> ThreadLocalRandom.current().nextDouble());

    private final RealtimeProvider provider;
    private final Backoff backoff;
    private final Breaker breaker;
    private final Bulkhead<Object> paid;
    private final Bulkhead<Object> unpaid;
    private final Duration mintDeadline;
    private final Duration backgroundDeadline;

    public ResilientProvider(RealtimeProvider provider, ResilienceConfiguration config) {
        this(provider, config, BACKOFF, System::nanoTime);
    }

    /** @param nanoTime the clock of the breaker */
    ResilientProvider(
            RealtimeProvider provider, ResilienceConfiguration config, Backoff backoff, LongSupplier nanoTime) {
        this.provider = provider;
        this.backoff = backoff;
        this.breaker =
                new Breaker(config.breakerFailures(), config.breakerDelay().toJavaDuration(), nanoTime);
        this.mintDeadline = config.mintDeadline().toJavaDuration();
        this.backgroundDeadline = config.backgroundDeadline().toJavaDuration();
        this.paid = bulkhead(config, config.maxWait().toJavaDuration());
        // Hang-ups must not wait behind calls that cannot begin.
        this.unpaid = bulkhead(config, backgroundDeadline);
    }

    /**
     * Begins a call, once. The adapter's timeout is the only deadline: another one might pass at the moment of the
     * answer and lose a paid call.
     */
    @Override
    public Call createCall(Sdp.Offer offer, CallConfig config) {
        return translated(() -> oncePaid(() -> provider.createCall(offer, config)));
    }

    @Override
    public MintedSecret mintSecret(CallConfig config, Duration lifetime) {
        return withRetries(mintDeadline, () -> oncePaid(() -> provider.mintSecret(config, lifetime)));
    }

    @Override
    public HangUp hangUp(String callId) {
        return withRetries(backgroundDeadline, () -> onceUnpaid(() -> provider.hangUp(callId)));
    }

    @Override
    public List<Model> models() {
        return withRetries(backgroundDeadline, () -> onceUnpaid(provider::models));
    }

    @Override
    public Sideband observe(String callId, CallListener listener) {
        return provider.observe(callId, listener);
    }

    /** Opens a conversation, once; callers retry. */
    @Override
    public TextConversation converse(CallConfig config) {
        return translated(() -> oncePaid(() -> provider.converse(config)));
    }

    @Override
    public Duration unavailableFor() {
        return breaker.remaining();
    }

    /** A warning while the breaker is open. */
    public List<String> warnings() {
        Duration wait = breaker.remaining();
        return wait.isZero()
                ? List.of()
                : List.of(("The voice provider failed too often, so the circuit breaker is open: calls are refused"
                                + " for another %d s, then one is tried. Check the provider's status page.")
                        .formatted(wait.plusMillis(999).toSeconds()));
    }

    /** The state of the breaker. */
    public BreakerState breaker() {
        return breaker.state();
    }

    @Override
    public void close() {
        provider.close();
    }

    private <T> T withRetries(Duration deadline, CheckedSupplier<T> request) {
        return translated(
                () -> Failsafe.with(Timeout.<T>builder(deadline).withInterrupt().build(), this.<T>retry(deadline))
                        .get(request));
    }

    /**
     * An execution inside that of the deadline. The library does not record executions that a deadline cut off, so the
     * breaker would neither open for a hanging provider nor learn the result of a try.
     */
    private <T> T oncePaid(CheckedSupplier<T> request) {
        return Failsafe.with(paid, breaker.policy()).get(request);
    }

    private <T> T onceUnpaid(CheckedSupplier<T> request) {
        return Failsafe.with(unpaid).get(request);
    }

    private <T> T translated(Supplier<T> request) {
        try {
            return request.get();
        } catch (CircuitBreakerOpenException e) {
            throw ProviderException.notSent(Kind.UNAVAILABLE, "circuit breaker open", atLeast(breaker.remaining()));
        } catch (BulkheadFullException e) {
            throw ProviderException.notSent(Kind.RATE_LIMITED, "too many concurrent requests", MIN_WAIT);
        } catch (TimeoutExceededException e) {
            throw ProviderException.timeout("deadline passed");
        } catch (FailsafeException e) {
            throw ProviderException.unreached("interrupted");
        }
    }

    /** Retries transient failures, and respects the provider's Retry-After unless it passes the deadline. */
    private <T> RetryPolicy<T> retry(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        return RetryPolicy.<T>builder()
                .withMaxRetries(RETRIES)
                .handleIf(failure -> failure instanceof ProviderException e
                        && isTransient(e)
                        && retryAfter(e).compareTo(Duration.ofNanos(end - System.nanoTime())) < 0)
                .withDelayFn(context -> {
                    Duration pause = backoff.pause(context.getAttemptCount());
                    Duration retryAfter =
                            context.getLastException() instanceof ProviderException e ? retryAfter(e) : pause;
                    return retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
                })
                .build();
    }

    private static boolean isTransient(ProviderException failure) {
        int status = failure.status();
        return failure.kind() == Kind.RATE_LIMITED || status == 0 || status == 408 || status == 409 || status >= 500;
    }

    private static Duration retryAfter(ProviderException failure) {
        Duration retryAfter = failure.retryAfter();
        return retryAfter == null ? Duration.ZERO : retryAfter;
    }

    private static Duration atLeast(Duration wait) {
        return wait.compareTo(MIN_WAIT) < 0 ? MIN_WAIT : wait;
    }

    private static Bulkhead<Object> bulkhead(ResilienceConfiguration config, Duration wait) {
        return Bulkhead.builder(config.maxConcurrentRequests())
                .withMaxWaitTime(wait)
                .build();
    }
}
