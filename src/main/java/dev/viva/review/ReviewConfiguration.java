package dev.viva.review;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.configuration.WebAddress;
import dev.viva.model.AiReview;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a model proposes to faculty how single criteria may be judged.
 *
 * @param kind none or openai. Default none
 * @param baseUrl where the model is; a /v1 at its end is removed. Default https://api.openai.com
 * @param apiKey its key, kept on the server
 * @param model its name
 * @param connectTimeout to open a connection. Default 5 s
 * @param timeout for each whole answer. Default 60 s
 * @param retries of a failed request, 0 to 5. Default 2
 * @param maxConcurrentRequests of this replica, 1 to 100. Default 4
 * @param requestsPerDay of all replicas, retries not counted, 0 to 10,000,000. 0: no bound. Default 2000
 * @param maxCharacters of a transcript that is sent, 1,000 to 1,000,000. Default 60,000
 */
@JsonNaming(SnakeCaseStrategy.class)
public record ReviewConfiguration(
        Kind kind,
        String baseUrl,
        @Nullable Secret apiKey,

        @Pattern(regexp = "[A-Za-z0-9._:/@-]{0,128}", message = "must be the name of a model")
        String model,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration connectTimeout,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration timeout,

        @Min(0) @Max(5) Integer retries,
        @Min(1) @Max(100) Integer maxConcurrentRequests,
        @Min(0) @Max(10_000_000) Integer requestsPerDay,
        @Min(1_000) @Max(1_000_000) Integer maxCharacters) {

    /** Who proposes. */
    public enum Kind {
        @JsonProperty("none")
        NONE,
        @JsonProperty("openai")
        OPENAI
    }

    /** No reviewer. */
    public static final ReviewConfiguration NONE =
            new ReviewConfiguration(null, null, null, null, null, null, null, null, null, null);

    public ReviewConfiguration(
            @Nullable Kind kind,
            @Nullable String baseUrl,
            @Nullable Secret apiKey,
            @Nullable String model,
            @Nullable Duration connectTimeout,
            @Nullable Duration timeout,
            @Nullable Integer retries,
            @Nullable Integer maxConcurrentRequests,
            @Nullable Integer requestsPerDay,
            @Nullable Integer maxCharacters) {
        this.kind = kind == null ? Kind.NONE : kind;
        // Paths are appended to it. SDKs of the provider expect it with /v1 at its end.
        this.baseUrl = (baseUrl == null || baseUrl.isBlank() ? "https://api.openai.com" : baseUrl.strip())
                .replaceFirst("(/+v1)?/*$", "");
        this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
        this.model = model == null ? "" : model.strip();
        this.connectTimeout = connectTimeout == null ? Duration.seconds(5) : connectTimeout;
        this.timeout = timeout == null ? Duration.seconds(60) : timeout;
        this.retries = retries == null ? 2 : retries;
        this.maxConcurrentRequests = maxConcurrentRequests == null ? 4 : maxConcurrentRequests;
        this.requestsPerDay = requestsPerDay == null ? 2_000 : requestsPerDay;
        this.maxCharacters = maxCharacters == null ? 60_000 : maxCharacters;
    }

    public boolean on() {
        return kind != Kind.NONE;
    }

    /** The address without {@code /v1}. */
    public URI baseUri() {
        return URI.create(baseUrl);
    }

    /** What participants are told before they agree; null without a reviewer. */
    public @Nullable AiReview view() {
        return on() ? new AiReview(baseUri().getHost(), model) : null;
    }

    /** What is unsafe. */
    public List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        if (on()
                && baseUri().getScheme().equals("http")
                && !Loopback.is(baseUri().getHost())) {
            findings.add(new Finding(
                    "review.base_url",
                    "sends the key and what was said in clear text. Use https, or http to this machine alone"
                            + " (VIVA_REVIEW_BASE_URL)."));
        }
        if (on() && requestsPerDay == 0) {
            findings.add(new Finding(
                    "review.requests_per_day",
                    "requests to the model have no bound: whoever is faculty can use up the key's credit. Set one"
                            + " (VIVA_REVIEW_REQUESTS_PER_DAY)."));
        }
        return findings;
    }

    @JsonIgnore
    @ValidationMethod(message = "review.base_url must be an http or https address without a query")
    public boolean isBaseUrlAnAddress() {
        return WebAddress.isBase(baseUrl);
    }

    @JsonIgnore
    @AssertTrue(message = "kind openai needs an api_key and a model")
    public boolean isComplete() {
        return !on() || (apiKey != null && !model.isEmpty());
    }
}
