package dev.viva.realtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For a microphone at the mouth, one across the room, or none. */
public enum NoiseReduction {
    NEAR_FIELD,
    FAR_FIELD,
    NONE;

    /** The name on the wire and in configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static @Nullable NoiseReduction of(String name) {
        return name.isBlank()
                ? null
                : Arrays.stream(values())
                        .filter(value -> value.wireName().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalArgumentException("must be one of near_field, far_field and none"));
    }
}
