package dev.viva.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.viva.access.oidc.OidcConfiguration;
import dev.viva.configuration.GuessableKey;
import dev.viva.model.StudentsMode;
import dev.viva.problem.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How grants are signed, who is faculty, and who may start an encounter.
 *
 * @param grantKey signs the grants, at least 32 bytes. All replicas need the same key. When absent, the first start
 *     generates one and keeps it beside the database, readable only by its owner
 * @param previousGrantKey the grant key before the last change. Grants signed with it stay valid until they expire
 * @param grantLifetime how long a grant is valid, 1 h to 30 d. Default 24 h
 * @param facultyKey the key with which faculty read and erase sessions, at least 32 bytes that a header can carry. When
 *     absent, only those whom an identity provider calls faculty are
 * @param students who may start an encounter: {@code anyone} (default), {@code code} or {@code oidc}
 * @param classes the classes with a code; none by default
 * @param consent what participants agree to before an encounter; nothing by default
 * @param oidc the institution's identity provider. Default none
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AccessConfiguration(
        @Nullable Secret grantKey,
        @Nullable Secret previousGrantKey,

        @MinDuration(value = 1, unit = TimeUnit.HOURS) @MaxDuration(value = 30, unit = TimeUnit.DAYS)
        Duration grantLifetime,

        @Nullable Secret facultyKey,
        StudentsMode students,
        @Size(max = 1_000) List<@NotNull @Valid ClassCode> classes,
        @Valid @Nullable Consent consent,
        @Valid OidcConfiguration oidc) {

    /** The syntax of a bearer token (RFC 6750, section 2.1). */
    static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    /** All defaults. */
    public static final AccessConfiguration DEFAULTS = ofKeys(null, null, null, null);

    public AccessConfiguration(
            @Nullable Secret grantKey,
            @Nullable Secret previousGrantKey,
            @Nullable Duration grantLifetime,
            @Nullable Secret facultyKey,
            @Nullable StudentsMode students,
            @Nullable List<ClassCode> classes,
            @Nullable Consent consent,
            @Nullable OidcConfiguration oidc) {
        this.grantKey = orNull(grantKey);
        this.previousGrantKey = orNull(previousGrantKey);
        this.facultyKey = orNull(facultyKey);
        this.grantLifetime = grantLifetime == null ? Duration.hours(24) : grantLifetime;
        this.students = students == null ? StudentsMode.ANYONE : students;
        this.classes = classes == null ? List.of() : List.copyOf(classes);
        this.consent = consent == null || consent.equals(new Consent(null, null)) ? null : consent;
        this.oidc = oidc == null ? OidcConfiguration.NONE : oidc;
    }

    /** With these keys, and else the defaults. */
    static AccessConfiguration ofKeys(
            @Nullable Secret grantKey,
            @Nullable Secret previousGrantKey,
            @Nullable Duration grantLifetime,
            @Nullable Secret facultyKey) {
        return new AccessConfiguration(grantKey, previousGrantKey, grantLifetime, facultyKey, null, null, null, null);
    }

    @JsonIgnore
    @AssertTrue(message = "grant_key must have at least 32 bytes; make one with: openssl rand -base64 48")
    public boolean isGrantKeyLongEnough() {
        return grantKey == null || bytes(grantKey) >= GrantKey.MIN_BYTES;
    }

    @JsonIgnore
    @AssertTrue(
            message =
                    "faculty_key must have at least 32 letters, digits or characters of -._~+/ and no spaces; make one"
                            + " with: openssl rand -base64 48")
    public boolean isFacultyKeyFitForAHeader() {
        return facultyKey == null
                || (bytes(facultyKey) >= GrantKey.MIN_BYTES
                        && BEARER.matcher(facultyKey.reveal()).matches());
    }

    @JsonIgnore
    @AssertTrue(message = "grant_key is easy to guess; make one with: openssl rand -base64 48")
    public boolean isGrantKeyHardToGuess() {
        return grantKey == null || !GuessableKey.is(grantKey);
    }

    /** Its grants are valid too. */
    @JsonIgnore
    @AssertTrue(
            message = "previous_grant_key is easy to guess, so anyone can sign grants; leave it blank, which ends the"
                    + " grants that it signed")
    public boolean isPreviousGrantKeyHardToGuess() {
        return previousGrantKey == null || !GuessableKey.is(previousGrantKey);
    }

    @JsonIgnore
    @AssertTrue(message = "faculty_key is easy to guess; make one with: openssl rand -base64 48")
    public boolean isFacultyKeyHardToGuess() {
        return facultyKey == null || !GuessableKey.is(facultyKey);
    }

    @JsonIgnore
    @AssertTrue(message = "previous_grant_key must be another key than grant_key, of at least 32 bytes")
    public boolean isPreviousGrantKeyAnother() {
        return previousGrantKey == null
                || (bytes(previousGrantKey) >= GrantKey.MIN_BYTES && !previousGrantKey.equals(grantKey));
    }

    /** With the grant key, anyone can sign a grant for any session. So faculty must not get it. */
    @JsonIgnore
    @AssertTrue(message = "faculty_key must be another than grant_key")
    public boolean isFacultyKeyItsOwn() {
        return facultyKey == null || (!facultyKey.equals(grantKey) && !facultyKey.equals(previousGrantKey));
    }

    @JsonIgnore
    @AssertTrue(message = "students: oidc needs an issuer in oidc")
    public boolean isOidcModePossible() {
        return students != StudentsMode.OIDC || oidc.on();
    }

    @JsonIgnore
    @AssertTrue(message = "students: code needs at least one entry in classes")
    public boolean isCodeModePossible() {
        return students != StudentsMode.CODE || !classes.isEmpty();
    }

    @JsonIgnore
    @AssertTrue(message = "classes have the same code twice, or the code of a class is another key of access")
    public boolean isEachCodeItsOwn() {
        var codes =
                classes.stream().map(ClassCode::code).filter(Objects::nonNull).toList();
        return codes.stream().distinct().count() == codes.size()
                && codes.stream()
                        .noneMatch(code ->
                                code.equals(facultyKey) || code.equals(grantKey) || code.equals(previousGrantKey));
    }

    private static @Nullable Secret orNull(@Nullable Secret key) {
        return key == null || key.isBlank() ? null : key;
    }

    private static int bytes(Secret key) {
        return key.reveal().getBytes(StandardCharsets.UTF_8).length;
    }
}
