package dev.viva.realtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the student's turn begins and ends: by the sound alone, or by what is said.
 *
 * @param type what ends a turn. Default server_vad
 * @param eagerness semantic_vad alone: how soon a turn counts as ended. Default auto
 * @param threshold server_vad alone: how loud speech must be, 0 to 1; more for a noisy room. Default 0.5
 * @param prefixPadding server_vad alone: sound kept from before the speech. Default 300 ms
 * @param silenceDuration server_vad alone: the pause that ends a turn; a shorter one answers faster and interrupts more.
 *     Default 500 ms
 */
@JsonNaming(SnakeCaseStrategy.class)
public record VadConfiguration(
        Type type,
        Eagerness eagerness,

        @DecimalMin("0.0") @DecimalMax("1.0") Double threshold,

        @MinDuration(value = 0, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.SECONDS)
        Duration prefixPadding,

        @MinDuration(value = 50, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration silenceDuration) {

    /** What ends a student's turn. */
    public enum Type {
        /** A pause. */
        SERVER_VAD,
        /** A sentence that sounds finished; an unfinished one is waited for. */
        SEMANTIC_VAD;

        /** The name on the wire and in configuration. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static @Nullable Type of(String name) {
            return name.isBlank()
                    ? null
                    : Arrays.stream(values())
                            .filter(type -> type.wireName().equals(name.strip()))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalArgumentException("must be one of server_vad and semantic_vad"));
        }
    }

    /** How soon a turn counts as ended: the longest wait is 8 s with low, 4 s with medium and auto, 2 s with high. */
    public enum Eagerness {
        AUTO,
        LOW,
        MEDIUM,
        HIGH;

        /** The name on the wire and in configuration. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static @Nullable Eagerness of(String name) {
            return name.isBlank()
                    ? null
                    : Arrays.stream(values())
                            .filter(eagerness -> eagerness.wireName().equals(name.strip()))
                            .findFirst()
                            .orElseThrow(
                                    () -> new IllegalArgumentException("must be one of auto, low, medium and high"));
        }
    }

    public static final VadConfiguration DEFAULTS = new VadConfiguration(null, null, null, null, null);

    public VadConfiguration(
            @Nullable Type type,
            @Nullable Eagerness eagerness,
            @Nullable Double threshold,
            @Nullable Duration prefixPadding,
            @Nullable Duration silenceDuration) {
        this.type = type == null ? Type.SERVER_VAD : type;
        this.eagerness = eagerness == null ? Eagerness.AUTO : eagerness;
        this.threshold = threshold == null ? 0.5 : threshold;
        this.prefixPadding = prefixPadding == null ? Duration.milliseconds(300) : prefixPadding;
        this.silenceDuration = silenceDuration == null ? Duration.milliseconds(500) : silenceDuration;
    }
}
