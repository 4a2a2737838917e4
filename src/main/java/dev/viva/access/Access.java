package dev.viva.access;

import dev.viva.access.oidc.Oidc;
import dev.viva.address.Membership;
import dev.viva.contract.Contract;
import dev.viva.problem.Secret;
import dev.viva.session.RecentActivity;
import dev.viva.storage.Database;
import io.dropwizard.auth.AuthDynamicFeature;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.setup.Environment;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what in a running service.
 *
 * @param sessions gives callers the sessions that they may use
 * @param grantKey the key that signs grants
 * @param activity the sessions that were used recently
 * @param consent what participants agree to before an encounter, if anything
 * @param callers tells who a bearer is
 * @param oidc recognises people whom the identity provider has logged in
 */
public record Access(
        SessionAccess sessions,
        Grants grants,
        Secret grantKey,
        RecentActivity activity,
        @Nullable Consent consent,
        Callers callers,
        Oidc oidc) {

    /**
     * How callers are known.
     *
     * @param dataDirectory where the generated grant key is kept when none is configured
     */
    public record Settings(AccessConfiguration config, Path dataDirectory) {}

    /**
     * Installs the authentication of callers.
     *
     * @param contract says for which operations a class code serves
     */
    public static Access install(
            Environment environment, Contract contract, Settings settings, Database database, Clock clock) {
        var config = settings.config();
        Secret key = GrantKey.of(config.grantKey(), settings.dataDirectory());
        var grants = new Grants(
                key, config.previousGrantKey(), config.grantLifetime().toJavaDuration(), clock);
        var oidc = Oidc.install(environment, config.oidc(), clock);
        var callers = new Callers(
                new FacultyKey(config.facultyKey()), new Classes(config.classes(), clock), grants, oidc, contract);
        environment.jersey().register(new AuthDynamicFeature(new BearerFilter(callers)));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Principal.class));
        var activity = new RecentActivity();
        var sessions = new SessionAccess(database, activity, config.students(), clock);
        return new Access(sessions, grants, key, activity, config.consent(), callers, oidc);
    }

    /** Tells the limits who a bearer is. */
    public Membership membership() {
        return callers;
    }

    /** The grant of the session that an {@code Authorization} header shows, if it was verified before and is valid. */
    public Optional<Grant> known(String session, String authorization) {
        return callers.known(session, authorization);
    }

    /** Whether some class has a code that is valid now. */
    public boolean hasClasses() {
        return callers.classes().open();
    }
}
