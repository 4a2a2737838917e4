package dev.viva.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.viva.problem.Secret;
import dev.viva.realtime.Call;
import dev.viva.realtime.MintedSecret;
import dev.viva.realtime.Model;
import dev.viva.realtime.Sdp;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Reads the provider's successful replies; an unusable one counts as an unavailable provider. */
final class Replies {
    /**
     * Ids become part of addresses that are requested with the key, so they must not contain anything that is special in a
     * URL, such as {@code ..} or an escape.
     */
    static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0,199}");

    private static final byte[] SDP_BEGINS = "v=0".getBytes(StandardCharsets.US_ASCII);
    private static final int ISO_DATE = "2027-01-20".length();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    static Call call(HttpReply response) {
        String callId = callId(response).orElseThrow(() -> ErrorReplies.malformed("no call id", response));
        // The content type is ignored: the provider sends text/plain where its documentation says application/sdp.
        byte[] body = response.body();
        if (response.truncated()) {
            throw ErrorReplies.unusableCall(callId, "answer too long", response);
        }
        if (body.length < SDP_BEGINS.length
                || !Arrays.equals(body, 0, SDP_BEGINS.length, SDP_BEGINS, 0, SDP_BEGINS.length)) {
            throw ErrorReplies.unusableCall(callId, "no answer", response);
        }
        return new Call(callId, new Sdp.Answer(body), ErrorReplies.requestId(response));
    }

    /** The call that has begun, as the reply's head says. */
    static Optional<String> callId(HttpReply head) {
        return Optional.ofNullable(head.headers().get(HttpHeader.LOCATION))
                .flatMap(Replies::lastSegment)
                .filter(id -> CALL_ID.matcher(id).matches());
    }

    static MintedSecret secret(HttpReply response) {
        JsonNode reply = json(response);
        String value = reply.path("value").asText("");
        long expiresAt = reply.path("expires_at").asLong();
        if (value.isBlank() || expiresAt <= 0) {
            throw ErrorReplies.malformed("no secret", response);
        }
        return new MintedSecret(new Secret(value), instant(expiresAt, response));
    }

    static List<Model> models(HttpReply response) {
        JsonNode data = json(response).path("data");
        if (!data.isArray()) {
            throw ErrorReplies.malformed("no models", response);
        }
        List<Model> models = new ArrayList<>();
        for (JsonNode row : data) {
            String id = row.path("id").asText("");
            if (!id.isBlank()) {
                models.add(new Model(id, date(row.path("shutdown_date"))));
            }
        }
        return List.copyOf(models);
    }

    private static Optional<String> lastSegment(String location) {
        try {
            return Optional.ofNullable(new URI(location).getRawPath())
                    .map(path -> path.substring(path.lastIndexOf('/') + 1));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(HttpReply response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw ErrorReplies.malformed("no JSON", response);
        }
    }

    private static Instant instant(long seconds, HttpReply response) {
        try {
            return Instant.ofEpochSecond(seconds);
        } catch (DateTimeException e) {
            throw ErrorReplies.malformed("no time", response);
        }
    }

    /** A date, a timestamp or seconds since 1970: the provider documents the field, not its format. */
    private static @Nullable LocalDate date(JsonNode value) {
        try {
            if (value.isIntegralNumber()) {
                return LocalDate.ofInstant(Instant.ofEpochSecond(value.asLong()), ZoneOffset.UTC);
            }
            String text = value.asText("");
            return text.length() < ISO_DATE ? null : LocalDate.parse(text.substring(0, ISO_DATE));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
