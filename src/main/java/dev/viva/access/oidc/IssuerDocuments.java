package dev.viva.access.oidc;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches the issuer's documents, each bounded in size and time. Redirects are not followed. Thread-safe. */
final class IssuerDocuments implements AutoCloseable {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int MAX_BYTES = 256 * 1024;
    private static final int MIN_RSA_BITS = 2048;

    private final OidcConfiguration config;
    private final Duration timeout;
    private final HttpClient client;

    /** @param timeout for each document as a whole */
    IssuerDocuments(OidcConfiguration config, Duration timeout) {
        this.config = config;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * The public keys with which the issuer signs now, without those that are too weak.
     *
     * @throws IOException with a reason that contains nothing of the reply
     */
    JWKSet keys() throws IOException {
        String address = config.jwksUri().isEmpty() ? discover("jwks_uri") : config.jwksUri();
        try {
            var keys = JWKSet.parse(get(address)).toPublicJWKSet().getKeys().stream()
                    .filter(IssuerDocuments::isStrong)
                    .toList();
            if (keys.isEmpty()) {
                throw new IOException("no usable key at " + address);
            }
            return new JWKSet(keys);
        } catch (ParseException e) {
            throw new IOException("not a set of keys at " + address, e);
        }
    }

    private static boolean isStrong(JWK key) {
        return !(key instanceof RSAKey rsa) || rsa.size() >= MIN_RSA_BITS;
    }

    /**
     * The address at which the page exchanges a code for tokens.
     *
     * @throws IOException with a reason that contains nothing of the reply
     */
    String tokenEndpoint() throws IOException {
        return discover("token_endpoint");
    }

    /** An issuer with another name than the configured one would sign tokens that are refused: say so at once. */
    private String discover(String name) throws IOException {
        String address = config.issuer().replaceFirst("/+$", "") + DISCOVERY;
        try {
            Map<String, Object> found = JSONObjectUtils.parse(get(address));
            if (!config.issuer().equals(found.get("issuer"))) {
                throw new IOException("another issuer than access.oidc.issuer at " + address);
            }
            String there = JSONObjectUtils.getString(found, name);
            if (there == null || !OidcConfiguration.isSafe(there) || isLessSafe(there)) {
                throw new IOException("no https " + name + " at " + address);
            }
            return there;
        } catch (ParseException e) {
            throw new IOException("not a discovery document at " + address, e);
        }
    }

    /** A remote issuer must not send this service to its own machine. */
    private boolean isLessSafe(String address) {
        return config.issuer().startsWith("https:") && !address.startsWith("https:");
    }

    private String get(String address) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(timeout)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<String>> sent = client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES));
        try {
            // The request's own timeout ends with the headers.
            HttpResponse<String> reply = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.statusCode() != 200) {
                throw new IOException("status " + reply.statusCode() + " from " + address);
            }
            return reply.body();
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("no complete reply in time from " + address, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getClass().getSimpleName() + " at " + address, cause);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
