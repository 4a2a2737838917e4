package dev.viva.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.viva.problem.Secret;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A class whose students start encounters with a code.
 *
 * @param code the code, 8 to 64 characters that a bearer token may have
 * @param group the group of the sessions that are started with it
 * @param expires from when on the code is not valid; never when absent
 * @param students how many students the class has, 1 to 10,000; 0 or absent: 40. It multiplies the limits that otherwise
 *     hold for one address
 * @param timeFactor by which the minutes of a case are multiplied for whoever shows this code, 1 to 4, in place of
 *     {@code encounter.time_factor}. Absent: that one
 */
public record ClassCode(
        @JsonProperty("code") @NotNull Secret code,

        @JsonProperty("group")
        @NotNull
        @Pattern(regexp = "[^\\x00-\\x1f\\x7f]{1,100}", message = "must be 1 to 100 printable characters")
        String group,

        @JsonProperty("expires") @Nullable Instant expires,

        @JsonProperty("students") @Min(1) @Max(10_000) int students,

        @JsonProperty("time_factor") @DecimalMin("1.0") @DecimalMax("4.0") @Nullable
        Double timeFactor) {
    private static final int MIN_CHARACTERS = 8;
    static final int MAX_CHARACTERS = 64;
    private static final int MIN_DISTINCT = 5;

    public ClassCode {
        group = group == null ? null : group.strip();
        students = students == 0 ? 40 : students;
    }

    @JsonIgnore
    @AssertTrue(message = "code must be 8 to 64 letters, digits or characters of -._~+/ without spaces")
    public boolean isCodeFitForAHeader() {
        return code == null
                || (code.reveal().length() >= MIN_CHARACTERS
                        && code.reveal().length() <= MAX_CHARACTERS
                        && AccessConfiguration.BEARER.matcher(code.reveal()).matches());
    }

    @JsonIgnore
    @AssertTrue(message = "code is easy to guess: use at least five different characters")
    public boolean isCodeHardToGuess() {
        return code == null || code.reveal().chars().distinct().count() >= MIN_DISTINCT;
    }

    @JsonIgnore
    @AssertTrue(message = "group must not be blank")
    public boolean isGroupNamed() {
        return group == null || !group.isBlank();
    }
}
