package dev.viva.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text that logs, messages and serialised configuration must not show. Immutable. */
public final class Secret {
    private static final String REDACTED = "[secret]";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** From a configuration. An unquoted secret may parse as a number; an error about its type would show it. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Secret of(Object scalar) {
        if (scalar instanceof Collection || scalar instanceof Map) {
            throw new IllegalArgumentException("a secret must be a single value");
        }
        return new Secret(String.valueOf(scalar));
    }

    /** The text itself. Call this only to send or compare it. */
    public String reveal() {
        return value;
    }

    public boolean isBlank() {
        return value.isBlank();
    }

    /** Compares in constant time, so that timing reveals nothing about the text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @JsonValue
    @Override
    public String toString() {
        return REDACTED;
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
