package dev.viva.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.viva.problem.Secret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

/** Signs and verifies grants: JWTs signed with HS256, each for one session. Thread-safe. */
public final class Grants {
    private static final String AUDIENCE = "viva";
    private static final int MAX_LENGTH = 2048;
    private static final int MAX_VERIFIED = 10_000;

    private final MACSigner signer;
    private final JWSVerifier verifier;
    private final Duration lifetime;
    private final Clock clock;
    /** Tokens with a verified signature. Browsers send the same token with every request. */
    private final Cache<String, Grant> verified =
            Caffeine.newBuilder().maximumSize(MAX_VERIFIED).build();

    /** A signed grant, as the caller receives it. */
    public record Token(Secret value, Instant expires) {}

    public Grants(Secret key, Duration lifetime, Clock clock) {
        byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
        try {
            this.signer = new MACSigner(bytes);
            this.verifier = new MACVerifier(bytes);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("access.grant_key cannot be used", e);
        }
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** How long a grant is valid. */
    public Duration lifetime() {
        return lifetime;
    }

    /** A grant that is valid from now. */
    public Token grant(String sessionId) {
        return grant(sessionId, clock.instant());
    }

    /** The grant that was issued at that time. The same arguments give the same token. */
    public Token grant(String sessionId, Instant at) {
        Instant issued = at.truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(lifetime);
        var claims = new JWTClaimsSet.Builder()
                .subject(sessionId)
                .audience(AUDIENCE)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(expires))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a grant", e);
        }
        return new Token(new Secret(jwt.serialize()), expires);
    }

    /** The grant in a token; empty when the token is foreign, altered or expired. */
    Optional<Grant> read(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.ofNullable(verified.getIfPresent(token))
                .or(() -> verify(token))
                .filter(grant -> clock.instant().isBefore(grant.expires()));
    }

    private Optional<Grant> verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // The service chooses the algorithm, not the token: any other than HS256 is refused.
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
                return Optional.empty();
            }
            Optional<Grant> grant = of(jwt.getJWTClaimsSet());
            grant.ifPresent(valid -> verified.put(token, valid));
            return grant;
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static Optional<Grant> of(JWTClaimsSet claims) {
        if (claims.getSubject() == null
                || claims.getExpirationTime() == null
                || !claims.getAudience().contains(AUDIENCE)) {
            return Optional.empty();
        }
        return Optional.of(
                new Grant(claims.getSubject(), claims.getExpirationTime().toInstant()));
    }
}
