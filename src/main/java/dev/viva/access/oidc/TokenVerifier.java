package dev.viva.access.oidc;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.viva.problem.Failure;
import dev.viva.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the issuer's access tokens: signature by one of its keys, algorithm, issuer, audience, times, and one form
 * per token. Nothing of a refused token is logged. Thread-safe.
 */
final class TokenVerifier {
    /** The issuer's clock may differ from this one. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    /** Longer than any header that the server accepts. */
    static final int MAX_LENGTH = 8192;

    private static final int MAX_SUBJECT = 255;
    private static final int MAX_VERIFIED = 10_000;

    private final OidcConfiguration config;
    private final IssuerKeys keys;
    private final Clock clock;
    private final MetricRegistry metrics;
    private final DefaultJWTProcessor<Patience> processor = new DefaultJWTProcessor<>();
    /** By the token's hash. A page sends the same token with every request. */
    private final Cache<HashCode, Verified> verified =
            Caffeine.newBuilder().maximumSize(MAX_VERIFIED).build();

    /** An identity, and the keys by which it was found: with other keys it is looked at again. */
    private record Verified(Identity identity, JWKSet keys) {}

    TokenVerifier(OidcConfiguration config, IssuerKeys keys, MetricRegistry metrics, Clock clock) {
        this.config = config;
        this.keys = keys;
        this.clock = clock;
        this.metrics = metrics;
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                null, JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(config.accepted(), keys));
        // The default reads the system's clock.
        processor.setJWTClaimsSetVerifier(null);
    }

    /**
     * The person whom a token names; empty when it is not valid now.
     *
     * @throws ProblemException {@code identity_unavailable} when there are no keys to verify it with
     */
    Optional<Identity> verify(String token, Patience patience) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        HashCode hash = Hashing.sha256().hashString(token, StandardCharsets.UTF_8);
        Verified before = verified.getIfPresent(hash);
        JWKSet current = keys.current();
        if (before != null && before.keys() == current) {
            return clock.instant().isBefore(before.identity().expires())
                    ? Optional.of(before.identity())
                    : refused("expired", patience);
        }
        Optional<Identity> found = read(token, patience);
        found.ifPresent(identity -> verified.put(hash, new Verified(identity, current)));
        return found;
    }

    /** Whether a token says that it is the issuer's. */
    boolean isItsIssuers(String token) {
        if (token.length() > MAX_LENGTH) {
            return false;
        }
        try {
            return config.issuer()
                    .equals(SignedJWT.parse(token).getJWTClaimsSet().getIssuer());
        } catch (ParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Identity> read(String token, Patience patience) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // Before the signature, because it costs less. Grants and garbage end here.
            if (!isCanonical(token)
                    || !config.issuer().equals(jwt.getJWTClaimsSet().getIssuer())) {
                return Optional.empty();
            }
            return identity(claims(jwt, patience), patience);
        } catch (BadJWSException e) {
            return refused("signature", patience);
        } catch (BadJOSEException e) {
            if (patience == Patience.SHORT && keys.current().isEmpty()) {
                throw new ProblemException(Failure.IDENTITY_UNAVAILABLE).retryAfter(IssuerKeys.PAUSE);
            }
            return refused("key", patience);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A key of the issuer may have taken the place of another of the same id, or its keys have no ids. */
    private JWTClaimsSet claims(SignedJWT jwt, Patience patience) throws BadJOSEException, JOSEException {
        JWKSet before = keys.current();
        try {
            return processor.process(jwt, patience);
        } catch (BadJWSException e) {
            if (patience == Patience.SHORT && keys.areOtherThan(before)) {
                return processor.process(jwt, patience);
            }
            throw e;
        }
    }

    private Optional<Identity> identity(JWTClaimsSet claims, Patience patience) {
        String subject = claims.getSubject();
        Date expiry = claims.getExpirationTime();
        if (!claims.getAudience().contains(config.audience())) {
            return refused("audience", patience);
        }
        // A token with cnf is for whoever proves to have a key; to accept it as a bearer token would undo that.
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT || claims.getClaim("cnf") != null) {
            return refused("incomplete", patience);
        }
        Instant now = clock.instant();
        if (expiry == null || !now.isBefore(expiry.toInstant().plus(CLOCK_SKEW))) {
            return refused("expired", patience);
        }
        if (isAfter(claims.getNotBeforeTime(), now) || isAfter(claims.getIssueTime(), now)) {
            return refused("early", patience);
        }
        Map<String, Object> all = claims.getClaims();
        boolean faculty = Claims.texts(all, config.facultyClaim()).stream().anyMatch(config.facultyValues()::contains);
        return Optional.of(new Identity(
                id(subject),
                Claims.printable(all, config.nameClaim()),
                Claims.printable(all, config.groupClaim()),
                faculty,
                expiry.toInstant().plus(CLOCK_SKEW)));
    }

    private static boolean isAfter(@Nullable Date time, Instant now) {
        return time != null && time.toInstant().isAfter(now.plus(CLOCK_SKEW));
    }

    /** An issuer is an address and so contains no line break: no two people share an id. */
    private String id(String subject) {
        return Hashing.sha256()
                .hashString(config.issuer() + "\n" + subject, StandardCharsets.UTF_8)
                .toString();
    }

    /** The last character of a Base64 part has bits that decoders ignore: only one of its forms is accepted. */
    private static boolean isCanonical(String token) {
        for (String part : token.split("\\.", -1)) {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(part)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Counts tokens that claim to be the issuer's, once per request: the limits ask without patience, before the
     * caller is authenticated.
     */
    private Optional<Identity> refused(String reason, Patience patience) {
        if (patience == Patience.SHORT) {
            metrics.counter("viva.oidc.refused." + reason).inc();
        }
        return Optional.empty();
    }
}
