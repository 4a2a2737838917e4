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
import java.net.http.HttpResponse;
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
import org.jspecify.annotations.Nullable;

/** What the provider's replies hold when they are the wished ones; what nobody can use is an unavailable provider. */
final class Replies {
    /**
     * Ids go into addresses that are asked with the key: nothing that a URL reads as more than a name, such as {@code ..}
     * or an escape.
     */
    static final Pattern CALL_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._~-]{0,199}");

    private static final byte[] SDP_BEGINS = "v=0".getBytes(StandardCharsets.US_ASCII);
    private static final int ISO_DATE = "2027-01-20".length();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    static Call call(HttpResponse<BoundedBody.Content> response) {
        String callId = response.headers()
                .firstValue("Location")
                .flatMap(Replies::lastSegment)
                .filter(id -> CALL_ID.matcher(id).matches())
                .orElseThrow(() -> Failures.malformed("no call id", response));
        // The content type is not looked at: the provider says text/plain where its own description says sdp.
        byte[] body = response.body().bytes();
        if (response.body().truncated()) {
            throw Failures.unusableCall(callId, "answer too long", response);
        }
        if (body.length < SDP_BEGINS.length
                || !Arrays.equals(body, 0, SDP_BEGINS.length, SDP_BEGINS, 0, SDP_BEGINS.length)) {
            throw Failures.unusableCall(callId, "no answer", response);
        }
        return new Call(callId, new Sdp.Answer(body), Failures.requestId(response));
    }

    static MintedSecret secret(HttpResponse<BoundedBody.Content> response) {
        JsonNode reply = json(response);
        String value = reply.path("value").asText("");
        long expiresAt = reply.path("expires_at").asLong();
        if (value.isBlank() || expiresAt <= 0) {
            throw Failures.malformed("no secret", response);
        }
        return new MintedSecret(new Secret(value), instant(expiresAt, response));
    }

    static List<Model> models(HttpResponse<BoundedBody.Content> response) {
        JsonNode data = json(response).path("data");
        if (!data.isArray()) {
            throw Failures.malformed("no models", response);
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
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static JsonNode json(HttpResponse<BoundedBody.Content> response) {
        try {
            return JSON.readTree(response.body().bytes());
        } catch (IOException notJson) {
            throw Failures.malformed("no JSON", response);
        }
    }

    private static Instant instant(long seconds, HttpResponse<BoundedBody.Content> response) {
        try {
            return Instant.ofEpochSecond(seconds);
        } catch (DateTimeException outOfTime) {
            throw Failures.malformed("no time", response);
        }
    }

    /** A day, a point in time or seconds since 1970: the field is described, its form is not. */
    private static @Nullable LocalDate date(JsonNode value) {
        try {
            if (value.isIntegralNumber()) {
                return LocalDate.ofInstant(Instant.ofEpochSecond(value.asLong()), ZoneOffset.UTC);
            }
            String text = value.asText("");
            return text.length() < ISO_DATE ? null : LocalDate.parse(text.substring(0, ISO_DATE));
        } catch (DateTimeException inAnotherForm) {
            return null;
        }
    }
}
