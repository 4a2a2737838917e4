package dev.viva.access.oidc;

import com.codahale.metrics.MetricRegistry;
import dev.viva.problem.ProblemException;
import dev.viva.storage.PeriodicTask;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** People whom the identity provider has logged in. Without a configured provider, nobody is. Thread-safe. */
public final class Oidc {
    private static final String OUT =
            "The identity provider does not answer: whoever is logged in goes on until their token expires, for 12 hours"
                    + " at most, and a new login may fail. Do not restart meanwhile.";

    private static final Logger log = LoggerFactory.getLogger(Oidc.class);
    private static final Duration DOCUMENT_TIMEOUT = Duration.ofSeconds(3);

    /** No identity provider. */
    public static final Oidc NONE = new Oidc(Optional.empty());

    private final Optional<Issuer> issuer;

    private record Issuer(OidcConfiguration config, IssuerKeys keys, TokenVerifier verifier) {}

    private Oidc(Optional<Issuer> issuer) {
        this.issuer = issuer;
    }

    /** Installs the verification of tokens, and the task that keeps the issuer's keys fresh while the service runs. */
    public static Oidc install(Environment environment, OidcConfiguration config, Clock clock) {
        if (!config.on()) {
            return NONE;
        }
        var documents = new IssuerDocuments(config, DOCUMENT_TIMEOUT);
        environment.lifecycle().manage(new AutoCloseableManager(documents));
        Oidc oidc = of(config, documents, environment.metrics(), clock);
        var keys = oidc.issuer.orElseThrow().keys();
        var task = new PeriodicTask(log, "oidc keys", keys::refresh);
        task.start();
        environment.lifecycle().manage(new AutoCloseableManager(task));
        environment.metrics().gauge("viva.oidc.up", () -> () -> keys.isOut() ? 0 : 1);
        environment
                .metrics()
                .gauge(
                        "viva.oidc.keys_age_seconds",
                        () -> () -> keys.age().map(Duration::toSeconds).orElse(-1L));
        return oidc;
    }

    static Oidc of(OidcConfiguration config, IssuerDocuments documents, MetricRegistry metrics, Clock clock) {
        var keys = new IssuerKeys(documents, metrics, clock);
        return new Oidc(Optional.of(new Issuer(config, keys, new TokenVerifier(config, keys, metrics, clock))));
    }

    /**
     * The person whom a token names; empty when it is not valid now. For a key that is not known, waits up to two
     * seconds for the issuer.
     *
     * @throws ProblemException {@code identity_unavailable} when there are no keys to verify it with
     */
    public Optional<Identity> verify(String token) {
        return issuer.flatMap(p -> p.verifier().verify(token, Patience.SHORT));
    }

    /** Like {@link #verify}, but only by keys that are known already. For decisions before authentication: never waits. */
    public Optional<Identity> recognise(String token) {
        return issuer.flatMap(p -> p.verifier().verify(token, Patience.NONE));
    }

    /** Whether a token says that it is the issuer's. Nothing about it is verified. */
    public boolean isItsIssuers(String token) {
        return issuer.filter(p -> p.verifier().isItsIssuers(token)).isPresent();
    }

    /** The warnings that {@code /health} shows. */
    public List<String> warnings() {
        return issuer.filter(p -> p.keys().isOut()).map(p -> List.of(OUT)).orElse(List.of());
    }
}
