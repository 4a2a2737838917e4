package dev.viva.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What participants agree to before an encounter; nothing when both are blank.
 *
 * @param version names the text, for example its date; a changed text needs another version
 * @param text what they agree to, in their language
 */
public record Consent(
        @JsonProperty("version")
        @Pattern(regexp = "([A-Za-z0-9][A-Za-z0-9._-]{0,63})?", message = "must be 1 to 64 letters, digits or ._-")
        String version,

        @JsonProperty("text") @Size(max = 10_000) String text) {

    public Consent(@Nullable String version, @Nullable String text) {
        this.version = version == null ? "" : version.strip();
        this.text = text == null ? "" : text.strip();
    }

    @JsonIgnore
    @AssertTrue(message = "version and text belong together: set both, or none")
    public boolean isComplete() {
        return version.isEmpty() == text.isEmpty();
    }
}
