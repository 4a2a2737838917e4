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
 * A provider that may be slow or out for a while: tries again where that is safe, asks a failing provider no more until
 * it is back, bounds how many requests are under way, and holds nobody beyond a deadline. Thread-safe.
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

    /** @param nanoTime by which the breaker waits */
    ResilientProvider(
            RealtimeProvider provider, ResilienceConfiguration config, Backoff backoff, LongSupplier nanoTime) {
        this.provider = provider;
        this.backoff = backoff;
        this.breaker =
                new Breaker(config.breakerFailures(), config.breakerDelay().toJavaDuration(), nanoTime);
        this.mintDeadline = config.mintDeadline().toJavaDuration();
        this.backgroundDeadline = config.backgroundDeadline().toJavaDuration();
        this.paid = bulkhead(config, config.maxWait().toJavaDuration());
        // Ending a call must not wait behind calls that cannot begin.
        this.unpaid = bulkhead(config, backgroundDeadline);
    }

    /**
     * Begins a call, once. There is no deadline here besides the adapter's own: one that passed at the moment of the
     * answer would lose a call that costs money.
     */
    @Override
    public Call createCall(Sdp.Offer offer, CallConfig config) {
        return guarded(() -> oncePaid(() -> provider.createCall(offer, config)));
    }

    @Override
    public MintedSecret mintSecret(CallConfig config, Duration lifetime) {
        return again(mintDeadline, () -> oncePaid(() -> provider.mintSecret(config, lifetime)));
    }

    @Override
    public HangUp hangUp(String callId) {
        return again(backgroundDeadline, () -> onceUnpaid(() -> provider.hangUp(callId)));
    }

    @Override
    public List<Model> models() {
        return again(backgroundDeadline, () -> onceUnpaid(provider::models));
    }

    @Override
    public Sideband observe(String callId, CallListener listener) {
        return provider.observe(callId, listener);
    }

    /** Opens a conversation, once: whoever asks comes again. */
    @Override
    public TextConversation converse(CallConfig config) {
        return guarded(() -> oncePaid(() -> provider.converse(config)));
    }

    @Override
    public Duration unavailableFor() {
        return breaker.remaining();
    }

    /** In words, while the breaker is open. */
    public List<String> warnings() {
        Duration wait = breaker.remaining();
        return wait.isZero()
                ? List.of()
                : List.of(
                        ("The voice provider failed too often, so the circuit breaker is open: voice calls are refused"
                                        + " for another %d s, then one is tried. Look at the provider's status page.")
                                .formatted(wait.plusMillis(999).toSeconds()));
    }

    /** Whether the provider is asked to begin calls and to mint secrets. */
    public BreakerState breaker() {
        return breaker.state();
    }

    @Override
    public void close() {
        provider.close();
    }

    private <T> T again(Duration deadline, CheckedSupplier<T> request) {
        return guarded(
                () -> Failsafe.with(Timeout.<T>builder(deadline).withInterrupt().build(), this.<T>retry(deadline))
                        .get(request));
    }

    /**
     * An execution of its own within that of the deadline: the library does not record what a deadline cut off, and the
     * breaker would neither open for a provider that hangs, nor ever learn how its one try went.
     */
    private <T> T oncePaid(CheckedSupplier<T> request) {
        return Failsafe.with(paid, breaker.policy()).get(request);
    }

    private <T> T onceUnpaid(CheckedSupplier<T> request) {
        return Failsafe.with(unpaid).get(request);
    }

    private <T> T guarded(Supplier<T> request) {
        try {
            return request.get();
        } catch (CircuitBreakerOpenException open) {
            throw ProviderException.notAsked(Kind.UNAVAILABLE, "it failed before", atLeast(breaker.remaining()));
        } catch (BulkheadFullException full) {
            throw ProviderException.notAsked(Kind.RATE_LIMITED, "too many requests under way", MIN_WAIT);
        } catch (TimeoutExceededException late) {
            throw ProviderException.late("not done by the deadline");
        } catch (FailsafeException interrupted) {
            throw ProviderException.unreached("interrupted");
        }
    }

    /** Tries again what may be done twice. A wait that the provider asks for is kept, unless the deadline is before it. */
    private <T> RetryPolicy<T> retry(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        return RetryPolicy.<T>builder()
                .withMaxRetries(RETRIES)
                .handleIf(failure -> failure instanceof ProviderException e
                        && passing(e)
                        && asked(e).compareTo(Duration.ofNanos(end - System.nanoTime())) < 0)
                .withDelayFn(context -> {
                    Duration pause = backoff.pause(context.getAttemptCount());
                    Duration asked = context.getLastException() instanceof ProviderException e ? asked(e) : pause;
                    return asked.compareTo(pause) > 0 ? asked : pause;
                })
                .build();
    }

    private static boolean passing(ProviderException failure) {
        int status = failure.status();
        return failure.kind() == Kind.RATE_LIMITED || status == 0 || status == 408 || status == 409 || status >= 500;
    }

    private static Duration asked(ProviderException failure) {
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
