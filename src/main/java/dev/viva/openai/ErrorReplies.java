package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.ProviderException;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderException.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.websocket.api.exceptions.UpgradeException;
import org.eclipse.jetty.websocket.api.exceptions.WebSocketException;
import org.jspecify.annotations.Nullable;

/** The meaning of the provider's error replies. */
final class ErrorReplies {
    private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    /** What the contract allows callers to be told. A longer one is a mistake, or of no use to anybody. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    private static final int MAX_CAUSES = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorReplies() {}

    static ProviderException of(HttpReply response) {
        Reply reply = reply(response);
        return new ProviderException(kind(reply), "refused", reply);
    }

    static ProviderException malformed(String what, HttpReply response) {
        return new ProviderException(Kind.UNAVAILABLE, what, reply(response));
    }

    static ProviderException unusableCall(String callId, String what, HttpReply response) {
        return new ProviderException(Kind.UNAVAILABLE, what, reply(response), callId);
    }

    /** An error on a sideband, where there is neither a status nor a request id. */
    static ProviderException refused(@Nullable String code) {
        return new ProviderException(Kind.REJECTED, "refused", new Reply(0, code, null, null));
    }

    /** An error event in a text conversation. */
    static ProviderException refused(Kind kind, @Nullable String code) {
        return new ProviderException(kind, "no answer", new Reply(0, code, null, null));
    }

    /** A failed WebSocket handshake, by the status of its reply if there was one. */
    static ProviderException handshake(WebSocketException failure) {
        int status = failure instanceof UpgradeException refused ? Math.max(refused.getResponseStatusCode(), 0) : 0;
        if (status == 0 && isLate(failure)) {
            return ProviderException.timeout("no conversation in time");
        }
        Reply reply = new Reply(status, null, null, null);
        return new ProviderException(status == 0 ? Kind.UNAVAILABLE : kind(reply), "no conversation", reply);
    }

    /** Whether a request failed because its time was over. The client's own clock may be the first to say so. */
    static boolean isLate(@Nullable Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(cause -> cause instanceof TimeoutException || cause instanceof SocketTimeoutException);
    }

    /** The code if it looks like one: other text may repeat what was sent. */
    static @Nullable String plainCode(String code) {
        return CODE.matcher(code).matches() ? code : null;
    }

    static @Nullable String requestId(HttpReply response) {
        String id = response.headers().get("x-request-id");
        return id != null && REQUEST_ID.matcher(id).matches() ? id : null;
    }

    private static Kind kind(Reply reply) {
        if (reply.status() / 100 != 4) {
            return Kind.UNAVAILABLE;
        }
        Kind said = Kind.ofCode(reply.code());
        return said == null || said == Kind.UNAVAILABLE ? Kind.ofStatus(reply.status()) : said;
    }

    private static Reply reply(HttpReply response) {
        return new Reply(response.status(), code(response.body()), requestId(response), retryAfter(response));
    }

    /** The code of a JSON body; null for other bodies, such as HTML pages of proxies. */
    private static @Nullable String code(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null
                    ? null
                    : plainCode(read.path("error").path("code").asText(""));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Duration retryAfter(HttpReply response) {
        String value = Objects.requireNonNullElse(response.headers().get(HttpHeader.RETRY_AFTER), "")
                .strip();
        if (SECONDS.matcher(value).matches()) {
            return bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return bounded(Duration.between(Instant.now(), until));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static Duration bounded(Duration wait) {
        Duration most = wait.compareTo(MAX_RETRY_AFTER) < 0 ? wait : MAX_RETRY_AFTER;
        return most.isNegative() ? Duration.ZERO : most;
    }
}
