package dev.viva.access.oidc;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.nimbusds.jose.JWSAlgorithm;
import dev.viva.configuration.Finding;
import dev.viva.configuration.Loopback;
import dev.viva.configuration.WebAddress;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The institution's identity provider. Without an issuer there is none.
 *
 * @param issuer exactly as the issuer writes it into {@code iss}
 * @param audience what {@code aud} of a token for this service contains
 * @param clientId the page's own id at the issuer (a public client); blank: the page offers no login
 * @param jwksUri where the issuer's keys are; blank: as the issuer's discovery document says
 * @param algorithms the signatures that are accepted. Default RS256 and ES256
 * @param facultyClaim the claim that says who is faculty, as a path such as {@code realm_access.roles}
 * @param facultyValues the values of that claim that make the caller faculty; none: nobody is, by token
 * @param nameClaim the claim with the person's name. Default name
 * @param groupClaim the claim with the student's class; blank: none
 * @param scope what the page asks for at the login. Default {@code openid profile}
 * @param loginOrigins what the page connects to for the login beside the issuer's own origin; none by default
 */
@JsonNaming(SnakeCaseStrategy.class)
public record OidcConfiguration(
        String issuer,
        String audience,
        String clientId,
        String jwksUri,
        List<String> algorithms,
        String facultyClaim,
        List<String> facultyValues,
        String nameClaim,
        String groupClaim,
        String scope,
        List<String> loginOrigins) {
    /** What the JDK verifies with a public key. With a symmetric algorithm, whoever verifies could also sign. */
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** No identity provider. */
    public static final OidcConfiguration NONE =
            new OidcConfiguration(null, null, null, null, null, null, null, null, null, null, null);

    public OidcConfiguration(
            @Nullable String issuer,
            @Nullable String audience,
            @Nullable String clientId,
            @Nullable String jwksUri,
            @Nullable List<String> algorithms,
            @Nullable String facultyClaim,
            @Nullable List<String> facultyValues,
            @Nullable String nameClaim,
            @Nullable String groupClaim,
            @Nullable String scope,
            @Nullable List<String> loginOrigins) {
        this.issuer = orDefault(issuer, "");
        this.audience = orDefault(audience, "");
        this.clientId = orDefault(clientId, "");
        this.jwksUri = orDefault(jwksUri, "");
        this.algorithms = listOr(algorithms, List.of("RS256", "ES256"));
        this.facultyClaim = orDefault(facultyClaim, "roles");
        this.facultyValues = listOr(facultyValues, List.of());
        this.nameClaim = orDefault(nameClaim, "name");
        this.groupClaim = orDefault(groupClaim, "");
        this.scope = orDefault(scope, "openid profile");
        this.loginOrigins = listOr(loginOrigins, List.of());
    }

    /** Whether an identity provider is configured. */
    public boolean on() {
        return !issuer.isEmpty();
    }

    /** The origins that the page connects to for the login, as {@code https://host}; none if it offers none. */
    public List<String> connectOrigins() {
        return clientId.isEmpty()
                ? List.of()
                : Stream.concat(WebAddress.origin(issuer).stream(), loginOrigins.stream())
                        .toList();
    }

    /** What is valid and probably a mistake. */
    public List<Finding> findings() {
        return on() && audience.equals(clientId)
                ? List.of(new Finding(
                        "access.oidc.audience",
                        "is the client_id too, so the page's ID tokens are accepted like access tokens. Give the API"
                                + " an audience of its own (VIVA_OIDC_AUDIENCE)."))
                : List.of();
    }

    /** What is unsafe where real students practise. */
    public List<Finding> risks() {
        return issuer.startsWith("http:")
                ? List.of(new Finding(
                        "access.oidc.issuer",
                        "logins cross the network in clear text. Set it to the https address of the identity provider"
                                + " (VIVA_OIDC_ISSUER)."))
                : List.of();
    }

    @JsonIgnore
    Set<JWSAlgorithm> accepted() {
        return algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }

    @JsonIgnore
    @AssertTrue(message = "issuer must be an https address without a query, or http to this machine alone")
    public boolean isIssuerSafe() {
        return !on() || isSafe(issuer) && !issuer.contains("?") && !issuer.contains("#");
    }

    @JsonIgnore
    @AssertTrue(message = "jwks_uri must be an https address, or http to this machine alone")
    public boolean isJwksUriSafe() {
        return jwksUri.isEmpty() || isSafe(jwksUri);
    }

    @JsonIgnore
    @AssertTrue(
            message = "audience is missing: the value that the issuer writes into aud of tokens for this service."
                    + " Without it, tokens for any other service would be accepted")
    public boolean isAudienceGiven() {
        return !on() || !audience.isEmpty();
    }

    @JsonIgnore
    @AssertTrue(message = "issuer is missing: the other keys of oidc have no effect without it")
    public boolean isIssuerGiven() {
        return on()
                || audience.isEmpty()
                        && clientId.isEmpty()
                        && jwksUri.isEmpty()
                        && facultyValues.isEmpty()
                        && loginOrigins.isEmpty();
    }

    @JsonIgnore
    @ValidationMethod(
            message = "access.oidc.login_origins must be https origins, or http to this machine alone, "
                    + WebAddress.ORIGIN)
    public boolean isEachLoginOriginSafe() {
        return loginOrigins.stream().allMatch(origin -> WebAddress.isOrigin(origin) && isSafe(origin));
    }

    @JsonIgnore
    @AssertTrue(
            message = "algorithms must be of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512;"
                    + " none and those with a shared key (HS256) are never accepted")
    public boolean isEachAlgorithmAsymmetric() {
        return ASYMMETRIC.containsAll(algorithms);
    }

    @JsonIgnore
    @AssertTrue(message = "scope must contain openid")
    public boolean isScopeOfOpenId() {
        return List.of(scope.split(" +")).contains("openid");
    }

    /** Whether keys and logins may come from an address: nobody on the way can replace what it answers. */
    static boolean isSafe(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && Loopback.is(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    // An empty environment variable counts as unset.
    private static String orDefault(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static List<String> listOr(@Nullable List<String> values, List<String> otherwise) {
        List<String> given = values == null
                ? List.of()
                : values.stream()
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
        return given.isEmpty() ? otherwise : given;
    }
}
