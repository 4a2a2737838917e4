package dev.viva.realtime;

import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Calls held by the OpenAI Realtime API (GA), or by whatever speaks the same protocol; thread-safe. */
public final class OpenAiRealtime implements RealtimeProvider, AutoCloseable {
    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int HANG_UP_TRIES = 3;
    private static final Duration PAUSE = Duration.milliseconds(200);
    private static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9._~%-]{1,200}");
    private static final byte[] SDP_BEGINS = "v=0".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<URI> baseUrl;
    private final Secret apiKey;
    private final TimeoutConfiguration timeouts;
    private final Duration pause;
    private final HttpClient client;

    /** The address is asked for at each request: that of the simulator is known only once the service listens. */
    public OpenAiRealtime(Supplier<URI> baseUrl, Secret apiKey, TimeoutConfiguration timeouts) {
        this(baseUrl, apiKey, timeouts, PAUSE);
    }

    OpenAiRealtime(Supplier<URI> baseUrl, Secret apiKey, TimeoutConfiguration timeouts, Duration pause) {
        this.baseUrl = baseUrl;
        this.apiKey = apiKey;
        this.timeouts = timeouts;
        this.pause = pause;
        // HTTP/1.1: an upgrade to HTTP/2 is of no use to single requests and confuses plain-text counterparts.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeouts.connect().toJavaDuration())
                .build();
    }

    @Override
    public Call createCall(SdpOffer offer, CallConfig config) {
        SessionBody body = new SessionBody();
        HttpRequest.Builder request = request("/v1/realtime/calls", timeouts.call())
                .header("Content-Type", body.contentType())
                .header("Accept", "application/sdp")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(body.before()),
                        BodyPublishers.ofByteArray(offer.bytes()),
                        BodyPublishers.ofByteArray(body.after(config))));
        if (config.origin().safetyIdentifier() != null) {
            request.header("OpenAI-Safety-Identifier", config.origin().safetyIdentifier());
        }
        if (config.origin().requestId() != null) {
            request.header("X-Client-Request-Id", config.origin().requestId());
        }
        HttpResponse<BoundedBody.Content> response = send(request.build(), timeouts.call());
        if (response.statusCode() / 100 != 2) {
            throw Failures.of(response);
        }
        return new Call(callId(response), answer(response), Failures.requestId(response));
    }

    @Override
    public void hangUp(String callId) {
        if (!CALL_ID.matcher(callId).matches()) {
            throw new IllegalArgumentException("That is not the id of a call");
        }
        HttpRequest request = request("/v1/realtime/calls/" + callId + "/hangup", timeouts.hangUp())
                .POST(BodyPublishers.noBody())
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                hangUpOnce(request);
                return;
            } catch (ProviderException failure) {
                if (attempt == HANG_UP_TRIES || failure.kind() != ProviderException.Kind.UNAVAILABLE) {
                    throw failure;
                }
                waitBeforeTry(attempt + 1, failure);
            }
        }
    }

    /** Stops at once; requests under way fail. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private void hangUpOnce(HttpRequest request) {
        HttpResponse<BoundedBody.Content> response = send(request, timeouts.hangUp());
        if (response.statusCode() / 100 == 2 || response.statusCode() == 404) {
            return;
        }
        ProviderException failure = Failures.of(response);
        // Both have been seen for a call that is over.
        if (!"call_id_not_found".equals(failure.code())) {
            throw failure;
        }
    }

    private void waitBeforeTry(int attempt, ProviderException failure) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMilliseconds() * (attempt - 1));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(baseUrl.get() + path))
                .timeout(timeout.toJavaDuration())
                .header("Authorization", "Bearer " + apiKey.reveal());
    }

    /** Sends once. The client's own timeout ends with the reply's headers, so the whole has a deadline of its own. */
    private HttpResponse<BoundedBody.Content> send(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<BoundedBody.Content>> sent =
                client.sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
        try {
            return sent.get(timeout.toMilliseconds(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            sent.cancel(true);
            throw Failures.unreached("no reply in time");
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw Failures.unreached(cause.getClass().getSimpleName());
        } catch (InterruptedException stopped) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw Failures.unreached("interrupted");
        }
    }

    private static String callId(HttpResponse<BoundedBody.Content> response) {
        return response.headers()
                .firstValue("Location")
                .flatMap(OpenAiRealtime::lastSegment)
                .filter(id -> CALL_ID.matcher(id).matches())
                .orElseThrow(() -> Failures.malformed("no call id", response));
    }

    private static Optional<String> lastSegment(String location) {
        try {
            return Optional.ofNullable(new URI(location).getRawPath())
                    .map(path -> path.substring(path.lastIndexOf('/') + 1));
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    /** The content type is not looked at: the provider says text/plain where its own description says sdp. */
    private static SdpAnswer answer(HttpResponse<BoundedBody.Content> response) {
        byte[] body = response.body().bytes();
        if (response.body().truncated()) {
            throw Failures.malformed("answer too long", response);
        }
        if (body.length < SDP_BEGINS.length
                || !Arrays.equals(body, 0, SDP_BEGINS.length, SDP_BEGINS, 0, SDP_BEGINS.length)) {
            throw Failures.malformed("no answer", response);
        }
        return new SdpAnswer(body);
    }
}
