package dev.viva.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.realtime.ProviderException.Kind;
import dev.viva.realtime.ProviderException.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the provider's replies mean when they are not the wished ones. */
final class Failures {
    private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Failures() {}

    static ProviderException of(HttpResponse<BoundedBody.Content> response) {
        Reply reply = reply(response);
        return new ProviderException(kind(reply), "refused", reply);
    }

    static ProviderException malformed(String what, HttpResponse<BoundedBody.Content> response) {
        return new ProviderException(Kind.UNAVAILABLE, what, reply(response));
    }

    static ProviderException unusableCall(String callId, String what, HttpResponse<BoundedBody.Content> response) {
        return new ProviderException(Kind.UNAVAILABLE, what, reply(response), callId);
    }

    /** For want of a reply. The failure's own message stays out: it can quote what the provider sent. */
    static ProviderException unreached(String what) {
        return new ProviderException(Kind.UNAVAILABLE, what, Reply.NONE);
    }

    /** For a request that was not sent, and may be after that time. */
    static ProviderException notAsked(Kind kind, String what, Duration wait) {
        return new ProviderException(kind, what, new Reply(0, null, null, wait));
    }

    /** Said on a sideband, where there is neither a status nor an id of the request. */
    static ProviderException refused(@Nullable String code) {
        return new ProviderException(Kind.REJECTED, "refused", new Reply(0, code, null, null));
    }

    /** The code if it is one: text of any other kind may repeat what was sent. */
    static @Nullable String plainCode(String code) {
        return CODE.matcher(code).matches() ? code : null;
    }

    static @Nullable String requestId(HttpResponse<?> response) {
        return response.headers()
                .firstValue("x-request-id")
                .filter(id -> REQUEST_ID.matcher(id).matches())
                .orElse(null);
    }

    private static Kind kind(Reply reply) {
        return switch (reply.status()) {
            case 400 -> "invalid_offer".equals(reply.code()) ? Kind.INVALID_OFFER : Kind.REJECTED;
            case 401 -> Kind.UNAUTHORIZED;
            case 429 -> "insufficient_quota".equals(reply.code()) ? Kind.QUOTA : Kind.RATE_LIMITED;
            default -> reply.status() / 100 == 4 ? Kind.REJECTED : Kind.UNAVAILABLE;
        };
    }

    private static Reply reply(HttpResponse<BoundedBody.Content> response) {
        return new Reply(
                response.statusCode(), code(response.body().bytes()), requestId(response), retryAfter(response));
    }

    /** A body that is no JSON has no code: pages of proxies and empty bodies are usual on this road. */
    private static @Nullable String code(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null
                    ? null
                    : plainCode(read.path("error").path("code").asText(""));
        } catch (IOException notJson) {
            return null;
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("retry-after").orElse("").strip();
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException neitherForm) {
            return null;
        }
    }
}
