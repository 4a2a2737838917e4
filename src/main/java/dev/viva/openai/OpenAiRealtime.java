package dev.viva.openai;

import dev.viva.problem.Secret;
import dev.viva.realtime.Call;
import dev.viva.realtime.CallConfig;
import dev.viva.realtime.CallListener;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.Model;
import dev.viva.realtime.Operation;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderObserver;
import dev.viva.realtime.RealtimeProvider;
import dev.viva.realtime.Sdp;
import dev.viva.realtime.Sideband;
import dev.viva.realtime.TextConversation;
import dev.viva.realtime.TimeoutConfiguration;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The OpenAI Realtime API (GA), or a server with the same protocol. Each request is sent once and has a timeout.
 * Thread-safe.
 */
public final class OpenAiRealtime implements RealtimeProvider {
    /** The path of calls at the provider. */
    public static final String CALLS = "/v1/realtime/calls";

    private static final java.time.Duration MIN_SECRET = java.time.Duration.ofSeconds(10);
    private static final java.time.Duration MAX_SECRET = java.time.Duration.ofHours(2);

    private final ProviderHttp http;
    private final ProviderSockets sockets;
    private final TimeoutConfiguration timeouts;
    private final SidebandSettings sideband;
    private final ProviderObserver observer;
    private final Set<OpenAiSideband> sidebands = ConcurrentHashMap.newKeySet();
    private final LongAdder ignoredEvents = new LongAdder();

    /**
     * @param baseUrl asked at each request, since the simulator's address is known only once the service listens
     * @param endedAfter how long the provider must answer "no such call" until the call counts as ended
     */
    public OpenAiRealtime(
            Supplier<URI> baseUrl,
            Secret apiKey,
            TimeoutConfiguration timeouts,
            Duration endedAfter,
            ProviderObserver observer) {
        this(
                baseUrl,
                apiKey,
                timeouts,
                SidebandSettings.of(timeouts.sideband().toJavaDuration(), endedAfter.toJavaDuration()),
                observer);
    }

    OpenAiRealtime(
            Supplier<URI> baseUrl,
            Secret apiKey,
            TimeoutConfiguration timeouts,
            SidebandSettings sideband,
            ProviderObserver observer) {
        this.observer = observer;
        var connect = timeouts.connect().toJavaDuration();
        this.http = new ProviderHttp(baseUrl, apiKey, connect);
        this.sockets = new ProviderSockets(baseUrl, apiKey, connect);
        this.timeouts = timeouts;
        this.sideband = sideband;
    }

    @Override
    public Call createCall(Sdp.Offer offer, CallConfig config) {
        SessionBody body = new SessionBody();
        byte[] content = body.of(offer, config);
        Supplier<Request> call = () -> onBehalf(http.post(CALLS), config)
                .headers(headers -> headers.put(HttpHeader.ACCEPT, "application/sdp"))
                .body(new BytesRequestContent(body.contentType(), content));
        var timeout = timeouts.call().toJavaDuration();
        return observed(Operation.CALL, () -> Replies.call(succeeded(http.send(call, timeout, Replies::callId))));
    }

    @Override
    public MintedSecret mintSecret(CallConfig config, java.time.Duration lifetime) {
        if (lifetime.compareTo(MIN_SECRET) < 0 || lifetime.compareTo(MAX_SECRET) > 0) {
            throw new IllegalArgumentException("The lifetime of a secret must be 10 s to 2 h");
        }
        Supplier<Request> mint = () -> onBehalf(http.post("/v1/realtime/client_secrets"), config)
                .body(new StringRequestContent("application/json", SessionBody.secret(config, lifetime)));
        return observed(Operation.SECRET, () -> Replies.secret(succeeded(send(mint, timeouts.mint()))));
    }

    @Override
    public List<Model> models() {
        return observed(
                Operation.MODELS,
                () -> Replies.models(succeeded(send(() -> http.get("/v1/models"), timeouts.models()))));
    }

    @Override
    public HangUp hangUp(String callId) {
        String path = CALLS + "/" + checked(callId) + "/hangup";
        return observed(Operation.HANG_UP, () -> hungUp(path));
    }

    private HangUp hungUp(String path) {
        HttpReply response = send(() -> http.post(path), timeouts.hangUp());
        if (response.succeeded()) {
            return HangUp.DONE;
        }
        ProviderException failure = ErrorReplies.of(response);
        // Both have been observed for ended calls.
        if (response.status() == 404 || "call_id_not_found".equals(failure.code())) {
            observer.failed(Operation.HANG_UP, Kind.NOT_FOUND, failure.code(), null);
            return HangUp.NO_SUCH_CALL;
        }
        throw failure;
    }

    @Override
    public Sideband observe(String callId, CallListener listener) {
        String path = "/v1/realtime?call_id=" + checked(callId);
        var observed = new OpenAiSideband(
                socket -> sockets.open(path, Map.of(), sideband.timeout(), socket),
                listener,
                sideband,
                ignoredEvents,
                observer);
        sidebands.add(observed);
        observed.start(sidebands::remove);
        return observed;
    }

    @Override
    public TextConversation converse(CallConfig config) {
        String path = "/v1/realtime?model=" + URLEncoder.encode(config.model(), StandardCharsets.UTF_8);
        return observed(
                Operation.TEXT,
                () -> OpenAiConversation.open(
                        socket -> sockets.open(path, onBehalf(config.origin()), sideband.timeout(), socket),
                        sideband,
                        timeouts,
                        ignoredEvents,
                        observer));
    }

    /** The number of sideband messages not understood; many mean that the provider speaks a newer protocol. */
    public long ignoredEvents() {
        return ignoredEvents.sum();
    }

    /** Stops at once: closes sidebands; requests in flight fail. */
    @Override
    public void close() {
        sidebands.forEach(OpenAiSideband::close);
        try {
            http.close();
        } finally {
            sockets.close();
        }
    }

    private <T> T observed(Operation operation, Supplier<T> request) {
        long begun = System.nanoTime();
        try {
            T answer = request.get();
            observer.succeeded(operation, since(begun));
            return answer;
        } catch (ProviderException e) {
            // A conversation's thread is interrupted only when this service stops.
            if (operation != Operation.TEXT || !Thread.currentThread().isInterrupted()) {
                observer.failed(operation, e.kind(), e.code(), since(begun));
            }
            throw e;
        }
    }

    private static java.time.Duration since(long nanoTime) {
        return java.time.Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private HttpReply send(Supplier<Request> request, Duration timeout) {
        return http.send(request, timeout.toJavaDuration());
    }

    private static String checked(String callId) {
        if (!Replies.CALL_ID.matcher(callId).matches()) {
            throw new IllegalArgumentException("Not a call id");
        }
        return callId;
    }

    private static Request onBehalf(Request request, CallConfig config) {
        return request.headers(headers -> onBehalf(config.origin()).forEach(headers::put));
    }

    private static Map<String, String> onBehalf(CallConfig.Origin origin) {
        var headers = new LinkedHashMap<String, String>();
        if (origin.safetyIdentifier() != null) {
            headers.put("OpenAI-Safety-Identifier", origin.safetyIdentifier());
        }
        if (origin.requestId() != null) {
            headers.put("X-Client-Request-Id", origin.requestId());
        }
        return headers;
    }

    private static HttpReply succeeded(HttpReply response) {
        if (!response.succeeded()) {
            throw ErrorReplies.of(response);
        }
        return response;
    }
}
