package dev.viva.openai;

import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.slf4j.MDC;

/** The HTTP client of a provider, with its address and key; thread-safe. */
final class ProviderHttp implements AutoCloseable {
    /** The trace of the request on whose behalf this one is made, as the first filter left it on the thread. */
    private static final String TRACEPARENT = "traceparent";

    private static final int MAX_ANSWER = 256 * 1024;

    private final Supplier<URI> baseUrl;
    private final Secret apiKey;
    private final HttpClient client;

    ProviderHttp(Supplier<URI> baseUrl, Secret apiKey, Duration connectTimeout) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.client = ProviderClients.http(connectTimeout);
    }

    Request get(String path) {
        return request(HttpMethod.GET, path);
    }

    Request post(String path) {
        return request(HttpMethod.POST, path);
    }

    private Request request(HttpMethod method, String path) {
        Request request = client.newRequest(URI.create(baseUrl.get() + path))
                .method(method)
                .headers(headers -> headers.put(HttpHeader.AUTHORIZATION, authorization()));
        String trace = MDC.get(TRACEPARENT);
        return trace == null ? request : request.headers(headers -> headers.put(TRACEPARENT, trace));
    }

    /** {@link #send(Supplier, Duration, Function)} for a request that begins nothing. */
    HttpReply send(Supplier<Request> request, Duration timeout) {
        return send(request, timeout, head -> Optional.empty());
    }

    /**
     * Sends once. A request that no connection took, because the connection that it waited for could not be made, is sent
     * over another: that connection may have failed before this request came.
     *
     * @param timeout until the whole reply is there
     * @param begunCall the call that a successful reply without its body has begun: it is in the exception if the body
     *     does not come
     */
    HttpReply send(Supplier<Request> request, Duration timeout, Function<HttpReply, Optional<String>> begunCall) {
        long end = System.nanoTime() + timeout.toNanos();
        var sent = new AtomicBoolean();
        try {
            return sendOnce(request.get().onRequestBegin(taken -> sent.set(true)), timeout, begunCall);
        } catch (ProviderException e) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            boolean stops = Thread.currentThread().isInterrupted() || !client.isRunning();
            if (sent.get() || stops || !left.isPositive()) {
                throw e;
            }
            return sendOnce(request.get(), left, begunCall);
        }
    }

    private HttpReply sendOnce(Request request, Duration timeout, Function<HttpReply, Optional<String>> begunCall) {
        var listener = new BoundedReply(MAX_ANSWER);
        Future<HttpReply> reply = listener.whole();
        // A reply may take longer than an unused connection is kept. With a shorter time Jetty would close connections
        // that have been unused for longer, in place of using them.
        long idle = Math.max(timeout.toMillis(), client.getIdleTimeout());
        request.idleTimeout(idle, TimeUnit.MILLISECONDS).send(listener);
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            request.abort(e);
            throw failed(Kind.TIMEOUT, "no reply in time", listener, begunCall);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Kind kind = ErrorReplies.isLate(cause) ? Kind.TIMEOUT : Kind.UNAVAILABLE;
            throw failed(kind, cause.getClass().getSimpleName(), listener, begunCall);
        } catch (InterruptedException e) {
            request.abort(e);
            Thread.currentThread().interrupt();
            throw failed(Kind.TIMEOUT, "interrupted", listener, begunCall);
        }
    }

    private static ProviderException failed(
            Kind kind, String what, BoundedReply reply, Function<HttpReply, Optional<String>> begunCall) {
        Optional<String> begun = reply.head().filter(HttpReply::succeeded).flatMap(begunCall);
        return ProviderException.unfinished(kind, what, begun.orElse(null));
    }

    /** Requests in flight fail at once. Returns when the client's threads have ended, after five seconds at most. */
    @Override
    public void close() {
        ProviderClients.stop(client);
    }

    private String authorization() {
        return "Bearer " + apiKey.reveal();
    }
}
