package dev.viva.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.configuration.Finding;
import dev.viva.configuration.GuessableKey;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the stand-in provider behaves; without effect while a real provider holds the calls.
 *
 * @param media webrtc holds real calls with sound; none answers an offer with a description nobody can connect to, for
 *     load tests. Default webrtc
 * @param maxCalls live calls at a time, further ones are refused with 429; with webrtc each costs about 12 MiB. Default 20
 * @param answerDelay how long the patient thinks before it begins to answer. Default 300 ms
 * @param key what a client shows as its API key, which opens the controls as well. Default: another one at each start,
 *     that only this service knows
 * @param faults what goes wrong. Default nothing
 * @param models what the list of models answers; calls take any model. Default: those known when this was released
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SimulatorConfiguration(
        MediaType media,
        @Min(1) @Max(100_000) Integer maxCalls,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 30, unit = TimeUnit.SECONDS)
        Duration answerDelay,

        @Nullable Secret key,
        @NotNull @Valid Faults faults,
        @NotNull @Valid List<ModelRow> models) {

    /** Whether a call has sound. */
    public enum MediaType {
        WEBRTC,
        NONE;

        @JsonCreator
        static @Nullable MediaType of(String name) {
            return name.isBlank()
                    ? null
                    : Arrays.stream(values())
                            .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name.strip()))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("must be one of webrtc and none"));
        }
    }

    private static final int MIN_KEY_LENGTH = 16;

    public static final SimulatorConfiguration DEFAULTS =
            new SimulatorConfiguration(null, null, null, null, null, null);

    @JsonCreator
    public SimulatorConfiguration(
            @Nullable MediaType media,
            @Nullable Integer maxCalls,
            @Nullable Duration answerDelay,
            @Nullable Secret key,
            @Nullable Faults faults,
            @Nullable List<ModelRow> models) {
        this.media = media == null ? MediaType.WEBRTC : media;
        this.maxCalls = maxCalls == null ? 20 : maxCalls;
        this.answerDelay = answerDelay == null ? Duration.milliseconds(300) : answerDelay;
        this.key = key == null || key.isBlank() ? null : key;
        this.faults = faults == null ? Faults.NONE : faults;
        this.models = models == null ? ModelRow.KNOWN : List.copyOf(models);
    }

    /** What is unsafe while the simulator is in use. */
    public List<Finding> findings() {
        boolean weak = key != null && (key.reveal().length() < MIN_KEY_LENGTH || GuessableKey.is(key));
        return weak
                ? List.of(new Finding(
                        "simulator.key",
                        "is easy to guess, and whoever has it steers and ends simulated calls. Leave it blank"
                                + " (VIVA_SIMULATOR_KEY), or make one with: openssl rand -base64 24"))
                : List.of();
    }
}
