package dev.viva.openai;

import dev.viva.problem.Secret;
import dev.viva.realtime.ProviderException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
        // HTTP/1.1: an upgrade to HTTP/2 does not help single requests and confuses plain-text servers.
        // Its own threads, not virtual ones: a request changes threads several times, and a virtual thread would wait
        // each
        // time for one of a few carriers, behind requests that compute.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
    }

    HttpRequest.Builder request(String path, Duration timeout) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl.get() + path))
                .timeout(timeout)
                .header("Authorization", authorization());
        String trace = MDC.get(TRACEPARENT);
        return trace == null ? request : request.header(TRACEPARENT, trace);
    }

    /** Sends once. The client's timeout covers only the headers, so this adds a deadline for the whole reply. */
    HttpResponse<BoundedBody.Content> send(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<BoundedBody.Content>> sent =
                client.sendAsync(request, info -> new BoundedBody(MAX_ANSWER));
        try {
            return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw ProviderException.timeout("no reply in time");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof HttpTimeoutException) {
                throw ProviderException.timeout(cause.getClass().getSimpleName());
            }
            throw ProviderException.unreached(cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw ProviderException.timeout("interrupted");
        }
    }

    /** Stops at once; requests in flight fail. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private String authorization() {
        return "Bearer " + apiKey.reveal();
    }
}
