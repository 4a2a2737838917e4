package dev.viva.access.oidc;

import com.nimbusds.jose.jwk.KeyType;
import dev.viva.configuration.WebAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an identity provider shows to whoever looks.
 *
 * @param fault why its keys cannot be used
 * @param keys how many of its keys fit the configured algorithms
 * @param loginFault why nobody can log in on the page, if it offers that
 */
public record IssuerFacts(Optional<String> fault, long keys, Optional<String> loginFault) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Looks at the configured one; only if there is one. */
    public static IssuerFacts of(OidcConfiguration config) {
        try (var documents = new IssuerDocuments(config, TIMEOUT)) {
            long keys = documents.keys().getKeys().stream()
                    .filter(key -> fits(config, key.getKeyType()))
                    .count();
            return new IssuerFacts(
                    keys > 0
                            ? Optional.empty()
                            : Optional.of("none of its keys fits the algorithms " + config.algorithms()),
                    keys,
                    loginFault(config, documents));
        } catch (IOException e) {
            return new IssuerFacts(Optional.of(String.valueOf(e.getMessage())), 0, Optional.empty());
        }
    }

    private static Optional<String> loginFault(OidcConfiguration config, IssuerDocuments documents) {
        List<String> allowed = config.connectOrigins();
        if (allowed.isEmpty()) {
            return Optional.empty();
        }
        try {
            return WebAddress.origin(documents.tokenEndpoint())
                    .filter(origin -> !allowed.contains(origin))
                    .map(origin ->
                            "its token_endpoint is at " + origin + ", to which the page may not connect. Add that"
                                    + " to access.oidc.login_origins (VIVA_OIDC_LOGIN_ORIGINS=[" + origin + "])");
        } catch (IOException e) {
            return Optional.of(e.getMessage() + ". Check access.oidc.issuer and the network");
        }
    }

    private static boolean fits(OidcConfiguration config, KeyType type) {
        return config.accepted().stream().anyMatch(algorithm -> type.equals(KeyType.forAlgorithm(algorithm)));
    }
}
