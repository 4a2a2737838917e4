package dev.viva.access.oidc;

import com.nimbusds.jose.jwk.KeyType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What an identity provider shows to whoever looks.
 *
 * @param fault why its keys cannot be used
 * @param keys how many of its keys fit the configured algorithms
 */
public record IssuerFacts(Optional<String> fault, long keys) {
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
                    keys);
        } catch (IOException e) {
            return new IssuerFacts(Optional.of(String.valueOf(e.getMessage())), 0);
        }
    }

    private static boolean fits(OidcConfiguration config, KeyType type) {
        return config.accepted().stream().anyMatch(algorithm -> type.equals(KeyType.forAlgorithm(algorithm)));
    }
}
