package dev.viva.simulator;

import dev.viva.simulator.conversation.ProviderIds;
import dev.viva.simulator.conversation.Refusal;
import dev.viva.simulator.conversation.Timers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Delays requests and makes them fail, like a faulty provider; thread-safe. */
final class FaultInjector implements AutoCloseable {
    /** Longer than any client waits. */
    static final Duration MAX_HANG = Duration.ofMinutes(2);

    private static final byte[] PAGE =
            "<html><body><h1>Bad gateway</h1></body></html>\n".getBytes(StandardCharsets.US_ASCII);

    private final FaultPlan plan;
    private final Credentials credentials;
    private final Timers timers;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    FaultInjector(FaultPlan plan, Credentials credentials, Timers timers) {
        this.plan = plan;
        this.credentials = credentials;
        this.timers = timers;
    }

    /** True if the request was answered. Requests without a known credential are skipped: they are refused anyway. */
    boolean answers(Exchange exchange) throws IOException {
        Optional<Faults.Scope> scope = Routes.scope(exchange);
        return scope.isPresent()
                && credentials.knows(exchange)
                && failed(exchange, plan.of(exchange, plan.current()), scope.get());
    }

    private boolean failed(Exchange exchange, Faults faults, Faults.Scope scope) throws IOException {
        Duration delay = faults.delay().toJavaDuration();
        if (delay.isPositive() && faults.appliesTo(scope)) {
            pause(delay);
        }
        switch (plan.failure(faults, scope)) {
            case NONE -> {
                return false;
            }
            case HANG -> {
                pause(MAX_HANG);
                exchange.drop();
            }
            case DROP -> exchange.drop();
            case RATE_LIMITED ->
                throw Refusal.limited("rate_limit_exceeded", faults.retryAfter().toJavaDuration());
            case QUOTA -> throw Refusal.limited("insufficient_quota", Duration.ZERO);
            case UNAUTHORIZED -> throw Refusal.of(401, "invalid_api_key", "Incorrect API key provided.");
            case NOT_FOUND -> throw Refusal.of(404, "call_id_not_found", "No session found for this call id.");
            case SERVER_ERROR -> throw Refusal.of(500, "server_error", "The server had an error.");
            case UNAVAILABLE -> throw Refusal.of(503, "slow_down", "The server is overloaded.");
            case EDGE_ERROR -> exchange.answer(502, "text/html", PAGE);
            case MALFORMED -> {
                exchange.response().setHeader("Location", Routes.call("rtc_u0_" + ProviderIds.letters(20)));
                exchange.answer(scope == Faults.Scope.CALLS ? 201 : 200, "text/html", PAGE);
            }
        }
        return true;
    }

    /** Ends all simulated hangs. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(end -> end.complete(null));
    }

    private void pause(Duration time) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        waiting.add(end);
        Timers.Timer timer = timers.after(time, () -> end.complete(null));
        if (closed) {
            end.complete(null);
        }
        end.join();
        timer.cancel();
        waiting.remove(end);
    }
}
