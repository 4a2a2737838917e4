package dev.viva.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.viva.testing.Api;
import dev.viva.testing.TestIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code Authorization} headers that look like a credential of a session, a class, faculty or a person, and are none. */
final class InvalidCredentials {
    private final String key;
    private final Clock clock;

    /** @param key signs the grants of the service */
    InvalidCredentials(String key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** By what is wrong with them. */
    Map<String, String> of(Api.Opened session, TestIssuer issuer) throws Exception {
        var headers = new LinkedHashMap<String, String>();
        grants(session).forEach((what, token) -> headers.put("grant: " + what, "Bearer " + token));
        issuer.wrong("ada").forEach((what, token) -> {
            // Longer headers are refused by HTTP itself.
            if (token.length() < 7_000) {
                headers.put("person: " + what, "Bearer " + token);
            }
        });
        headers.put("class: expired", "Bearer " + Api.EXPIRED_CLASS_CODE);
        headers.put("class: wrong", "Bearer " + Api.CLASS_CODE + "x");
        headers.put("faculty: wrong", "Bearer " + Api.FACULTY.replace("alone", "alike"));
        headers.put("faculty: without scheme", Api.FACULTY);
        headers.put("basic", "Basic dXNlcjpwYXNz");
        headers.put("basic with the faculty key", "Basic " + Api.FACULTY);
        headers.put("empty", "Bearer");
        headers.put("blank", "bearer  ");
        return headers;
    }

    private Map<String, String> grants(Api.Opened session) throws Exception {
        String[] parts = session.grant().split("\\.", -1);
        var found = new LinkedHashMap<String, String>();
        found.put("garbage", "not.a.grant");
        found.put(
                "a signature cut short",
                session.grant().substring(0, session.grant().length() - 1));
        found.put("another key", signed("o".repeat(48), claims(session)));
        found.put("the public name of the key", signed("viva".repeat(12), claims(session)));
        found.put("no algorithm", new PlainJWT(claims(session).build()).serialize());
        found.put("an empty signature", parts[0] + "." + parts[1] + ".");
        found.put("another audience", signed(key, claims(session).audience("others")));
        found.put("two audiences", signed(key, claims(session).audience(List.of("viva", "viva-observer"))));
        found.put("no subject", signed(key, claims(session).subject(null)));
        found.put("no expiry", signed(key, claims(session).expirationTime(null)));
        found.put("expired", signed(key, claims(session).expirationTime(date(Duration.ofSeconds(-1)))));
        found.put("not yet valid", signed(key, claims(session).notBeforeTime(date(Duration.ofMinutes(2)))));
        found.put("issued in the future", signed(key, claims(session).issueTime(date(Duration.ofMinutes(2)))));
        found.put("another form of the same signature", withOtherLastBits(session.grant()));
        found.put("white space inside", session.grant().replaceFirst("\\.", ". "));
        return found;
    }

    private JWTClaimsSet.Builder claims(Api.Opened session) {
        return new JWTClaimsSet.Builder()
                .subject(session.id())
                .audience("viva")
                .issueTime(date(Duration.ZERO))
                .expirationTime(date(Duration.ofHours(1)));
    }

    private Date date(Duration fromNow) {
        return Date.from(clock.instant().plus(fromNow));
    }

    private static String signed(String key, JWTClaimsSet.Builder claims) throws Exception {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        jwt.sign(new MACSigner(key.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    /** 32 bytes take 43 characters of Base64; the last of them has two bits that decoders ignore. */
    private static String withOtherLastBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = token.charAt(token.length() - 1);
        String altered = token.substring(0, token.length() - 1) + alphabet.charAt(alphabet.indexOf(last) + 1);
        byte[] one = Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
        byte[] other = Base64.getUrlDecoder().decode(altered.substring(altered.lastIndexOf('.') + 1));
        assertThat(other).isEqualTo(one);
        return altered;
    }
}
