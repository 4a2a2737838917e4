package dev.viva.realtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.configuration.WebAddress;
import dev.viva.problem.Secret;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which provider makes the calls, and how.
 *
 * @param type auto, openai or simulator. auto is openai with an api_key, else the simulator. Default auto
 * @param baseUrl where the provider is; a /v1 at its end is removed. Default https://api.openai.com; not used with the simulator
 * @param apiKey the provider's key, kept on the server. Default none
 * @param model the speech model. Default gpt-realtime-2.1
 * @param transcriptionModel transcribes the student. Default gpt-realtime-whisper
 * @param voice used if the persona names none. Default marin
 * @param noiseReduction near_field, far_field or none. Default near_field
 * @param vad when sound counts as speech, and when a pause ends a turn
 * @param timeouts how long each request may take
 * @param resilience what happens when requests fail
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RealtimeConfiguration(
        Type type,
        String baseUrl,
        @Nullable Secret apiKey,
        String model,
        String transcriptionModel,
        String voice,
        NoiseReduction noiseReduction,
        @Valid VadConfiguration vad,
        @Valid TimeoutConfiguration timeouts,
        @Valid ResilienceConfiguration resilience) {

    /** Which provider makes the calls. */
    public enum Type {
        AUTO,
        OPENAI,
        SIMULATOR;

        @JsonCreator
        static @Nullable Type of(String name) {
            return name.isBlank()
                    ? null
                    : Arrays.stream(values())
                            .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalArgumentException("must be one of auto, openai and simulator"));
        }
    }

    /** All defaults: the simulator. */
    public static final RealtimeConfiguration DEFAULTS =
            new RealtimeConfiguration(null, null, null, null, null, null, null, null, null, null);

    public RealtimeConfiguration(
            @Nullable Type type,
            @Nullable String baseUrl,
            @Nullable Secret apiKey,
            @Nullable String model,
            @Nullable String transcriptionModel,
            @Nullable String voice,
            @Nullable NoiseReduction noiseReduction,
            @Nullable VadConfiguration vad,
            @Nullable TimeoutConfiguration timeouts,
            @Nullable ResilienceConfiguration resilience) {
        this.type = type == null ? Type.AUTO : type;
        // Paths are appended to it. SDKs of the provider expect it with /v1 at its end.
        this.baseUrl = orDefault(baseUrl, "https://api.openai.com").replaceFirst("(/+v1)?/*$", "");
        this.apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey;
        this.model = orDefault(model, "gpt-realtime-2.1");
        this.transcriptionModel = orDefault(transcriptionModel, "gpt-realtime-whisper");
        this.voice = orDefault(voice, "marin");
        this.noiseReduction = noiseReduction == null ? NoiseReduction.NEAR_FIELD : noiseReduction;
        this.vad = vad == null ? VadConfiguration.DEFAULTS : vad;
        this.timeouts = timeouts == null ? TimeoutConfiguration.DEFAULTS : timeouts;
        this.resilience = resilience == null ? ResilienceConfiguration.DEFAULTS : resilience;
    }

    /** Whether the simulator plays the patient. */
    public boolean simulated() {
        return type == Type.SIMULATOR || (type == Type.AUTO && apiKey == null);
    }

    /** How to have a patient who speaks, in place of the simulator. */
    public String realPatient() {
        return type == Type.SIMULATOR
                ? "Set realtime.type to auto (VIVA_REALTIME_TYPE), and realtime.api_key (OPENAI_API_KEY)."
                : "Set realtime.api_key (OPENAI_API_KEY).";
    }

    /** The provider's address; only if it is not simulated. */
    public URI baseUri() {
        return URI.create(baseUrl);
    }

    /** What is unsafe. */
    public List<Finding> findings() {
        boolean clear = !simulated()
                && baseUri().getScheme().equals("http")
                && !Loopback.is(baseUri().getHost());
        return clear
                ? List.of(new Finding(
                        "realtime.base_url",
                        "sends the provider's key and what is said in clear text. Use https, or http to this machine"
                                + " alone (OPENAI_BASE_URL)."))
                : List.of();
    }

    /** The settings for a student of this language (ISO 639-1); null: any language. */
    public CallConfig.SpeechInput speech(@Nullable String language) {
        return new CallConfig.SpeechInput(transcriptionModel, language, noiseReduction, vad);
    }

    @JsonIgnore
    @ValidationMethod(message = "realtime.base_url must be an http or https address without a query")
    public boolean isBaseUrlAnAddress() {
        return WebAddress.isBase(baseUrl);
    }

    @JsonIgnore
    @AssertTrue(message = "type openai needs an api_key")
    public boolean isKeyGiven() {
        return type != Type.OPENAI || apiKey != null;
    }

    // An empty environment variable counts as unset.
    private static String orDefault(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value.strip();
    }
}
