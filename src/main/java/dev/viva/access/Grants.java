package dev.viva.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.Hashing;
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
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs and verifies grants: JWTs signed with HS256, each for one session. Thread-safe. */
public final class Grants {
    private static final String AUDIENCE = "viva";
    /** An audience of its own: a version that knows no observers must refuse their grants. */
    private static final String OBSERVERS = "viva-observer";
    /** Private claim: whose rate limits requests with the grant take from. */
    private static final String PAYER = "payer";

    /** A replica's clock may be ahead of this one's. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private static final int MAX_LENGTH = 2048;
    private static final int KEY_ID_LENGTH = 8;
    private static final int MAX_VERIFIED = 10_000;

    private final MACSigner signer;
    /** By key id: the present key, and the one before it while its grants are still valid. */
    private final Map<String, JWSVerifier> verifiers;

    private final String keyId;
    private final Duration lifetime;
    private final Clock clock;
    /** Tokens with a verified signature. Browsers send the same token with every request. */
    private final Cache<String, Grant> verified =
            Caffeine.newBuilder().maximumSize(MAX_VERIFIED).build();

    /** A signed grant, as the caller receives it. */
    public record Token(Secret value, Instant expires) {}

    /**
     * @param key signs new grants
     * @param previousKey still verifies grants that were signed before the key was changed; null for none
     */
    public Grants(Secret key, @Nullable Secret previousKey, Duration lifetime, Clock clock) {
        var keys = new LinkedHashMap<String, JWSVerifier>();
        try {
            this.signer = new MACSigner(bytes(key));
            this.keyId = keyId(key);
            keys.put(keyId, new MACVerifier(bytes(key)));
            if (previousKey != null) {
                keys.put(keyId(previousKey), new MACVerifier(bytes(previousKey)));
            }
        } catch (JOSEException e) {
            throw new IllegalArgumentException("access.grant_key cannot be used", e);
        }
        this.verifiers = Map.copyOf(keys);
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
        return grant(sessionId, at, null);
    }

    /**
     * The grant that was issued at that time. The same arguments give the same token.
     *
     * @param payer whose rate limits its requests take from, see {@link Payers}; null for those of the address
     */
    public Token grant(String sessionId, Instant at, @Nullable String payer) {
        Instant issued = at.truncatedTo(ChronoUnit.SECONDS);
        return sign(claims(sessionId, AUDIENCE, issued, issued.plus(lifetime)), payer);
    }

    /** Another grant for the session's student, valid from now, no longer than a new session's. */
    public Token studentGrant(String sessionId, Duration validFor, @Nullable String payer) {
        Duration lasts = validFor.compareTo(lifetime) < 0 ? validFor : lifetime;
        Instant issued = now();
        return sign(claims(sessionId, AUDIENCE, issued, issued.plus(lasts)), payer);
    }

    /** A grant for an observer, valid from now. It names no payer: that would tell whose encounter it is. */
    public Token observerGrant(String sessionId, Duration validFor) {
        Instant issued = now();
        return sign(claims(sessionId, OBSERVERS, issued, issued.plus(validFor)), null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static JWTClaimsSet.Builder claims(String sessionId, String audience, Instant issued, Instant expires) {
        return new JWTClaimsSet.Builder()
                .subject(sessionId)
                .audience(audience)
                .issueTime(Date.from(issued))
                .expirationTime(Date.from(expires));
    }

    private Token sign(JWTClaimsSet.Builder wish, @Nullable String payer) {
        if (payer != null) {
            wish.claim(PAYER, payer);
        }
        JWTClaimsSet claims = wish.build();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a grant", e);
        }
        return new Token(new Secret(jwt.serialize()), claims.getExpirationTime().toInstant());
    }

    /** The grant in a token; empty when the token is foreign, altered or expired. */
    Optional<Grant> read(String token) {
        return signed(token).filter(this::isValid);
    }

    boolean isValid(Grant grant) {
        return clock.instant().isBefore(grant.expires());
    }

    /** The grant in a token that was verified before, also when it has expired. */
    Optional<Grant> known(String token) {
        return Optional.ofNullable(verified.getIfPresent(token));
    }

    /** The grant in a token, also when it has expired. */
    Optional<Grant> signed(String token) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known(token).or(() -> verify(token));
    }

    /** Whether a token is written like a grant, though it may be none: one of a former key, or of a clock ahead. */
    static boolean isShaped(String token) {
        if (token.length() <= ClassCode.MAX_CHARACTERS || token.length() > MAX_LENGTH) {
            return false;
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    && isAudience(jwt.getJWTClaimsSet().getAudience());
        } catch (ParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAudience(List<String> audience) {
        return audience.equals(List.of(AUDIENCE)) || audience.equals(List.of(OBSERVERS));
    }

    private Optional<Grant> verify(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            // The service chooses the algorithm, not the token: any other than HS256 is refused. A token that is not
            // written as this service writes it is refused too: one grant has one form.
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                    || !token.equals(jwt.serialize())
                    || !isCanonical(token)
                    || !isSigned(jwt)) {
                return Optional.empty();
            }
            Optional<Grant> grant = of(jwt.getJWTClaimsSet()).filter(g -> isBegun(jwt));
            grant.ifPresent(valid -> verified.put(token, valid));
            return grant;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Grants of earlier versions name no key. */
    private boolean isSigned(SignedJWT jwt) throws JOSEException {
        String named = jwt.getHeader().getKeyID();
        if (named != null) {
            JWSVerifier verifier = verifiers.get(named);
            return verifier != null && jwt.verify(verifier);
        }
        for (JWSVerifier verifier : verifiers.values()) {
            if (jwt.verify(verifier)) {
                return true;
            }
        }
        return false;
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

    private boolean isBegun(SignedJWT jwt) {
        try {
            var claims = jwt.getJWTClaimsSet();
            Instant latest = clock.instant().plus(CLOCK_SKEW);
            return isBefore(claims.getNotBeforeTime(), latest) && isBefore(claims.getIssueTime(), latest);
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean isBefore(@Nullable Date time, Instant latest) {
        return time == null || !time.toInstant().isAfter(latest);
    }

    private static byte[] bytes(Secret key) {
        return key.reveal().getBytes(StandardCharsets.UTF_8);
    }

    /** Names a key without revealing it. */
    private static String keyId(Secret key) {
        return Hashing.sha256().hashBytes(bytes(key)).toString().substring(0, KEY_ID_LENGTH);
    }

    private static Optional<Grant> of(JWTClaimsSet claims) throws ParseException {
        if (claims.getSubject() == null || claims.getExpirationTime() == null || !isAudience(claims.getAudience())) {
            return Optional.empty();
        }
        boolean observer = claims.getAudience().contains(OBSERVERS);
        Instant expires = claims.getExpirationTime().toInstant();
        return Optional.of(new Grant(claims.getSubject(), expires, observer, claims.getStringClaim(PAYER)));
    }
}
