package dev.viva.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An identity provider over HTTP on loopback, which issues right and wrong tokens, changes its keys, and fails in the
 * ways of real ones.
 */
public final class TestIssuer implements AutoCloseable {
    public static final String AUDIENCE = "viva-api";
    public static final String FACULTY_ROLE = "teacher";

    private static final RSAKey FIRST = rsa("first");
    private static final RSAKey SECOND = rsa("second");
    private static final RSAKey STRANGER = rsa("first");
    private static final ECKey CURVE = curve();
    /** Signing takes 20 ms where a compiler has no instructions for it, and gives the same for the same. */
    private static final Map<Unsigned, String> SIGNED = new ConcurrentHashMap<>();

    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey signing = FIRST;
    private volatile Behaviour behaviour = Behaviour.WELL;
    private volatile String tokenEndpoint;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** How it answers. */
    public enum Behaviour {
        WELL,
        /** 503. */
        OUT,
        /** The connection is closed. */
        DROPPED,
        /** No answer before {@link TestIssuer#answer}. */
        SLOW,
        /** More than anybody's keys. */
        HUGE,
        /** Neither JSON nor keys. */
        GARBAGE,
        /** Sends to another address. */
        REDIRECT,
        /** Names another issuer than itself. */
        IMPOSTOR
    }

    /** @param clock by which tokens are valid */
    public TestIssuer(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/realm/.well-known/openid-configuration", exchange -> answer(exchange, discovery()));
        server.createContext("/realm/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JWKSet(List.of(signing, CURVE)).toString());
        });
        tokenEndpoint = issuer() + "/token";
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    /** The settings with which a service accepts its tokens. */
    public String[] settings() {
        return new String[] {
            "access.oidc.issuer",
            issuer(),
            "access.oidc.audience",
            AUDIENCE,
            "access.oidc.client_id",
            "viva-page",
            "access.oidc.faculty_claim",
            "realm_access.roles",
            "access.oidc.faculty_values",
            FACULTY_ROLE,
            "access.oidc.group_claim",
            "group"
        };
    }

    /** Waits until the service has its keys: a request waits for them for two seconds alone. */
    public static void untilKnownTo(VivaServer server) {
        var api = new Api(server.url());
        Until.isTrue(
                "the service has the issuer's keys",
                () -> api.metric(server.adminUrl(), "viva_oidc_fetches_total{outcome=\"done\"}") > 0);
    }

    /** How often its keys were asked for. */
    public int fetches() {
        return fetches.get();
    }

    public void behave(Behaviour how) {
        if (how == Behaviour.SLOW) {
            gate = new CountDownLatch(1);
        }
        behaviour = how;
    }

    /** Lets what waits because of {@link Behaviour#SLOW} go on. */
    public void answer() {
        behaviour = Behaviour.WELL;
        gate.countDown();
    }

    /** Signs with another key from now on, and publishes that one alone. */
    public void rotate() {
        signing = signing.equals(FIRST) ? SECOND : FIRST;
    }

    /** The same, but the other key has the id of the first. */
    public void replaceKey() {
        signing = STRANGER;
    }

    /** Exchanges codes for tokens at another address. */
    public void takeCodesAt(String address) {
        tokenEndpoint = address;
    }

    private record Unsigned(JWK key, String input) {}

    /** A token of a student, valid for an hour from the present minute on. */
    public String student(String subject) {
        return sign(claims(subject));
    }

    /** A token of a faculty member, valid as long. */
    public String faculty(String subject) {
        return sign(claims(subject).claim("realm_access", Map.of("roles", List.of("other", FACULTY_ROLE))));
    }

    public JWTClaimsSet.Builder claims(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .audience(List.of("account", AUDIENCE))
                .claim("name", "Name of " + subject)
                .claim("group", "PT-2B")
                .claim("realm_access", Map.of("roles", List.of("student")))
                .issueTime(Date.from(minute()))
                .expirationTime(Date.from(minute().plus(Duration.ofHours(1))));
    }

    private Instant minute() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES);
    }

    public Date fromNow(Duration time) {
        return Date.from(clock.instant().plus(time));
    }

    /** Signs with the present RSA key. */
    public String sign(JWTClaimsSet.Builder claims) {
        return signed(JWSAlgorithm.RS256, signing, header -> header, claims);
    }

    /** Signs with the elliptic curve's key. */
    public String signByCurve(JWTClaimsSet.Builder claims) {
        return signed(JWSAlgorithm.ES256, CURVE, header -> header.type(new JOSEObjectType("at+jwt")), claims);
    }

    /** A token of a key that the issuer never published. */
    public String unknownKey(String keyId) {
        return signed(JWSAlgorithm.RS256, SECOND, header -> header.keyID(keyId), claims("stranger"));
    }

    /** Tokens that must be refused, by what is wrong with them. */
    public Map<String, String> wrong(String subject) {
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("another audience", sign(claims(subject).audience("other-api")));
        wrong.put("no audience", sign(claims(subject).audience((String) null)));
        wrong.put("another issuer", sign(claims(subject).issuer(issuer() + "x")));
        wrong.put("no issuer", sign(claims(subject).issuer(null)));
        wrong.put("another key of the same id", signed(JWSAlgorithm.RS256, STRANGER, h -> h, claims(subject)));
        wrong.put("an unknown key", unknownKey("nobody"));
        wrong.put("no algorithm", new PlainJWT(claims(subject).build()).serialize());
        wrong.put("the public key as a shared one", confused(subject));
        wrong.put("an algorithm that is not configured", signed(JWSAlgorithm.RS512, signing, h -> h, claims(subject)));
        wrong.put(
                "the key in its own header",
                signed(JWSAlgorithm.RS256, STRANGER, h -> h.keyID(null).jwk(STRANGER.toPublicJWK()), claims(subject)));
        wrong.put("expired", sign(claims(subject).expirationTime(fromNow(Duration.ofSeconds(-61)))));
        wrong.put("no expiry", sign(claims(subject).expirationTime(null)));
        wrong.put("not yet valid", sign(claims(subject).notBeforeTime(fromNow(Duration.ofSeconds(62)))));
        wrong.put("issued in the future", sign(claims(subject).issueTime(fromNow(Duration.ofSeconds(62)))));
        wrong.put("no subject", sign(claims(subject).subject(null)));
        wrong.put("an empty subject", sign(claims(subject).subject(" ")));
        wrong.put("bound to a key of the client", sign(claims(subject).claim("cnf", Map.of("jkt", "x"))));
        wrong.put(
                "another kind of token",
                signed(JWSAlgorithm.RS256, signing, h -> h.type(new JOSEObjectType("logout+jwt")), claims(subject)));
        wrong.put("huge", sign(claims(subject).claim("padding", "x".repeat(9000))));
        wrong.putAll(mangled(student(subject)));
        return wrong;
    }

    private static Map<String, String> mangled(String token) {
        String[] parts = token.split("\\.", -1);
        return Map.of(
                "cut short",
                token.substring(0, token.length() - 1),
                "no signature",
                parts[0] + "." + parts[1] + ".",
                "a signature of another token",
                parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()),
                "padded",
                token + "=",
                "garbage",
                "garbage",
                "garbage in three parts",
                "a.b.c");
    }

    /** Whoever verifies HS256 with the text of the public key would accept this. */
    private String confused(String subject) {
        byte[] key = signing.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        try {
            var jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(signing.getKeyID())
                            .build(),
                    claims(subject).build());
            jwt.sign(new MACSigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(
            JWSAlgorithm algorithm, JWK key, UnaryOperator<JWSHeader.Builder> header, JWTClaimsSet.Builder claims) {
        var builder = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).type(JOSEObjectType.JWT);
        var jwt = new SignedJWT(header.apply(builder).build(), claims.build());
        var unsigned = new Unsigned(key, new String(jwt.getSigningInput(), StandardCharsets.US_ASCII));
        return SIGNED.computeIfAbsent(unsigned, input -> sign(jwt, key));
    }

    private static String sign(SignedJWT jwt, JWK key) {
        try {
            JWSSigner signer = key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner(key.toRSAKey());
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String discovery() {
        String named = behaviour == Behaviour.IMPOSTOR ? "https://other.example" : issuer();
        return "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"token_endpoint\":\"%s\"}"
                .formatted(named, issuer(), tokenEndpoint);
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        switch (behaviour) {
            case WELL, IMPOSTOR -> send(exchange, 200, body);
            case OUT -> send(exchange, 503, "");
            case DROPPED -> exchange.close();
            case HUGE -> send(exchange, 200, "{\"keys\":[" + " ".repeat(1_000_000) + "]}");
            case GARBAGE -> send(exchange, 200, "<html>");
            case REDIRECT -> {
                exchange.getResponseHeaders().add("Location", issuer() + "/keys");
                send(exchange, 302, "");
            }
            case SLOW -> {
                awaitGate();
                send(exchange, 200, body);
            }
        }
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey curve() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.close();
    }
}
